using System.Buffers;
using System.Net.WebSockets;
using Weft.Protocol;

namespace Weft.Client;

/// <summary>
/// One WebSocket to a server, message by message. Any thread may send; one at a time may receive. It knows nothing of documents.
/// </summary>
public sealed class WireConnection : IAsyncDisposable
{
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(2);

    private readonly ClientWebSocket _socket;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ArrayBufferWriter<byte> _frame = new(16 * 1024);
    private readonly List<ServerMessage> _received = [];
    private int _taken;

    private WireConnection(ClientWebSocket socket) => _socket = socket;

    /// <summary>The close code that the server gave, once <see cref="ReceiveAsync"/> returned null; null when the connection was cut.</summary>
    public int? CloseCode => (int?)_socket.CloseStatus;

    /// <summary>The reason that the server gave for closing.</summary>
    public string? CloseReason => _socket.CloseStatusDescription;

    /// <summary>Connects.</summary>
    /// <param name="server">The server.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The connection; the caller disposes it.</returns>
    /// <exception cref="WeftClientException">The server cannot be reached, or is no Weft server.</exception>
    public static async Task<WireConnection> ConnectAsync(ServerAddress server, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(Limits.Subprotocol);
        try
        {
            await socket.ConnectAsync(server.Socket, cancellationToken).ConfigureAwait(false);
            return new WireConnection(socket);
        }
        catch (WebSocketException exception)
        {
            socket.Dispose();
            throw new WeftClientException($"No connection to {server.Socket} ({exception.Message}).", exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives up, which cuts the connection.</param>
    /// <returns>Completes when it is handed to the network.</returns>
    /// <exception cref="WebSocketException">The connection is gone.</exception>
    public ValueTask SendAsync(ClientMessage message, CancellationToken cancellationToken) =>
        SendRawAsync(Wire.Serialize(message), WebSocketMessageType.Text, cancellationToken);

    /// <summary>Sends one frame as it is, whether or not it is a message.</summary>
    /// <param name="frame">The frame's contents.</param>
    /// <param name="type">Text, or binary.</param>
    /// <param name="cancellationToken">Gives up, which cuts the connection.</param>
    /// <returns>Completes when it is handed to the network.</returns>
    /// <exception cref="WebSocketException">The connection is gone.</exception>
    public async ValueTask SendRawAsync(ReadOnlyMemory<byte> frame, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _socket.SendAsync(frame, type, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Waits for the next message.</summary>
    /// <param name="cancellationToken">Gives up, which cuts the connection.</param>
    /// <returns>The message, or null when the connection is closed or lost.</returns>
    /// <exception cref="WeftClientException">The server sent what is no message.</exception>
    public async ValueTask<ServerMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (_taken == _received.Count)
        {
            _taken = 0;
            _received.Clear();
            if (!await ReceiveFrameAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            if (Wire.ParseServer(_frame.WrittenSpan, _received) is { } error)
            {
                throw new WeftClientException($"The server sent what is no message: {error.Message}");
            }
        }

        return _received[_taken++];
    }

    /// <summary>Cuts the connection without a word, as a broken network does.</summary>
    public void Cut() => _socket.Abort();

    private async ValueTask<bool> ReceiveFrameAsync(CancellationToken cancellationToken)
    {
        _frame.ResetWrittenCount();
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(_frame.GetMemory(4 * 1024), cancellationToken).ConfigureAwait(false);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return false;
                }

                _frame.Advance(result.Count);
                if (result.EndOfMessage)
                {
                    return true;
                }
            }
        }
        catch (WebSocketException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                using var grace = new CancellationTokenSource(CloseGrace);
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, grace.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side was faster, or is gone: closed is closed.
            _socket.Abort();
        }

        _socket.Dispose();
        _sending.Dispose();
    }
}
