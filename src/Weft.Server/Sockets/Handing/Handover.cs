using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Weft.Server.Sockets.Handing;

/// <summary>
/// One connection's way from HTTP to a WebSocket. HTTP gets pipes and a heartbeat that let go of it: once the socket is handed over, what HTTP does
/// to its end of the connection when its request is over does nothing any more.
/// </summary>
internal sealed class Handover : IConnectionHeartbeatFeature
{
    /// <summary>How long what was said last may take to arrive when the socket has ended.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(5);

    private readonly ConnectionContext _connection;
    private readonly IDuplexPipe _transport;
    private readonly IConnectionHeartbeatFeature? _heart;
    private List<(Action<object> Action, object State)>? _beats = [];
    private Func<WebSocket, CancellationToken, Task>? _serve;
    private WebSocketCreationOptions? _options;

    private Handover(ConnectionContext connection)
    {
        _connection = connection;
        _transport = connection.Transport;
        _heart = connection.Features.Get<IConnectionHeartbeatFeature>();
    }

    /// <summary>Whether the connection belongs to a socket by now, and HTTP can do nothing to it.</summary>
    public bool IsTaken => _serve is not null;

    /// <summary>Stands before HTTP on a connection, until <see cref="EndHttp"/>.</summary>
    public static Handover Before(ConnectionContext connection)
    {
        var handover = new Handover(connection);
        connection.Features.Set(handover);
        if (handover._heart is not null)
        {
            connection.Features.Set<IConnectionHeartbeatFeature>(handover);
            handover._heart.OnHeartbeat(static state => ((Handover)state).Beat(), handover);
        }

        connection.Transport = new HttpTransport(handover._transport, handover);
        return handover;
    }

    /// <summary>
    /// Makes a WebSocket of the request, and lets somebody serve it: as soon as the request has ended where the connection can be handed over,
    /// at once elsewhere.
    /// </summary>
    /// <param name="context">A request for a WebSocket. Nothing that is served may hold it.</param>
    /// <param name="accept">How the socket is accepted.</param>
    /// <param name="serve">Serves the socket until it ends, and disposes it; the token is cancelled when the connection is gone.</param>
    public static async Task AcceptAsync(HttpContext context, WebSocketAcceptContext accept, Func<WebSocket, CancellationToken, Task> serve)
    {
        if (context.Features.Get<Handover>() is not { } handover || !HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            var socket = await context.WebSockets.AcceptWebSocketAsync(accept).ConfigureAwait(false);
            HttpConnectionGate.Leave(context);
            await serve(socket, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        // This socket has only said yes to the client: it owns nothing but HTTP's end, which ends with the request, and it never pings.
        await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { SubProtocol = accept.SubProtocol, KeepAliveInterval = TimeSpan.Zero }).ConfigureAwait(false);
        HttpConnectionGate.Leave(context);
        handover._options = new WebSocketCreationOptions
        {
            IsServer = true,
            SubProtocol = accept.SubProtocol,
            KeepAliveInterval = accept.KeepAliveInterval ?? WebSocket.DefaultKeepAliveInterval,
            KeepAliveTimeout = accept.KeepAliveTimeout ?? Timeout.InfiniteTimeSpan,
        };
        handover._serve = serve;
    }

    /// <inheritdoc/>
    public void OnHeartbeat(Action<object> action, object state) => _beats?.Add((action, state));

    /// <summary>HTTP is done with the connection.</summary>
    public void EndHttp()
    {
        _connection.Transport = _transport;
        _beats = null;
        _connection.Features.Set<Handover>(null);
        if (_heart is not null)
        {
            _connection.Features.Set(_heart);
        }
    }

    /// <summary>Serves the socket that was handed over, if one was, until it ends.</summary>
    public async Task ServeSocketAsync()
    {
        if (_serve is not { } serve)
        {
            return;
        }

        var socket = WebSocket.CreateFromStream(new TransportStream(_transport), _options!);
        try
        {
            await serve(socket, _connection.ConnectionClosed).ConfigureAwait(false);
        }
        finally
        {
            // A socket that was given up has had its time.
            _ = CutAsync(_connection, socket.State == WebSocketState.Aborted ? TimeSpan.Zero : Drain);
        }
    }

    // Whoever does not read what was said last holds nothing up for long.
    private static async Task CutAsync(ConnectionContext connection, TimeSpan after)
    {
        await Task.Delay(after, TimeProvider.System, connection.ConnectionClosed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        connection.Abort(new ConnectionAbortedException("The other end did not take what was said last."));
    }

    private void Beat()
    {
        if (_beats is { } beats)
        {
            foreach (var (action, state) in beats)
            {
                action(state);
            }
        }
    }
}
