using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Sync;

namespace Weft.Server.Sockets;

/// <summary>The connections of now, so that they can be told when the server stops.</summary>
internal sealed class ConnectionTable(SocketServices services)
{
    private readonly ConcurrentDictionary<long, Connection> _connections = new();
    private long _lastId;
    private volatile bool _stopping;

    /// <summary>How many there are.</summary>
    public int Count => _connections.Count;

    /// <summary>Those that are open.</summary>
    public IEnumerable<Connection> All => _connections.Values;

    /// <summary>Serves a socket until it ends.</summary>
    /// <param name="socket">The accepted socket; disposed when this returns.</param>
    /// <param name="address">Where it comes from.</param>
    /// <param name="caller">Who connected; null for nobody yet.</param>
    /// <param name="aborted">Cuts the connection.</param>
    public async Task ServeAsync(WebSocket socket, IPAddress? address, Caller? caller, CancellationToken aborted)
    {
        var use = services.Addresses.Of(address);
        if (services.Addresses.Enter(use) is { } limit)
        {
            services.Metrics.Hit(limit);
            using (socket)
            {
                await RefuseAsync(socket, limit, aborted).ConfigureAwait(false);
            }

            return;
        }

        try
        {
            await ServeAsync(socket, new Origin(address, use), caller, aborted).ConfigureAwait(false);
        }
        finally
        {
            services.Addresses.Leave(use);
        }
    }

    /// <summary>A number that no socket has, for a part of the server that enters a room itself.</summary>
    public SessionId NextSession() => new(Interlocked.Increment(ref _lastId));

    /// <summary>Ends a connection.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Close(long connection, int code, string reason)
    {
        var found = _connections.TryGetValue(connection, out var open);
        open?.Close(code, reason);
        return found;
    }

    /// <summary>Closes the connections that came by a session which has ended.</summary>
    public void EndSession(string session)
    {
        foreach (var connection in Of(session))
        {
            connection.Withdraw();
        }
    }

    /// <summary>Lets the connections of a session profit from a share link that was redeemed in it.</summary>
    public void AddLink(string session, string link)
    {
        foreach (var connection in Of(session))
        {
            connection.AddLink(link);
        }
    }

    /// <summary>Sends everybody away, to come back.</summary>
    public void CloseAll(string reason)
    {
        foreach (var connection in _connections.Values)
        {
            connection.Close(CloseCodes.ServerStopping, reason);
        }
    }

    /// <summary>Tells everybody that the server stops, and whoever comes from now on.</summary>
    public void StopAll()
    {
        _stopping = true;
        CloseAll("The server stops.");
    }

    private IEnumerable<Connection> Of(string session) =>
        _connections.Values.Where(connection => string.Equals(connection.Caller?.Session, session, StringComparison.Ordinal));

    // Whoever is turned away is told why, which a refused handshake does not show to a page; it gets no time to answer.
    private static async Task RefuseAsync(WebSocket socket, ServerLimit limit, CancellationToken aborted)
    {
        var reason = limit == ServerLimits.Connections
            ? "The server has as many connections as it can: try again later."
            : "Too many connections come from your network: close some, or try again later.";
        try
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)CloseCodes.TooManyConnections, reason, aborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // It is gone already.
        }
    }

    private async Task ServeAsync(WebSocket socket, Origin origin, Caller? caller, CancellationToken aborted)
    {
        var id = Interlocked.Increment(ref _lastId);
        using var connection = new Connection(socket, new SessionId(id), origin, caller, services, aborted);
        _connections[id] = connection;
        services.Metrics.ConnectionOpened();
        if (_stopping)
        {
            connection.Close(CloseCodes.ServerStopping, "The server stops.");
        }

        try
        {
            await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            _connections.TryRemove(id, out _);
        }
    }
}
