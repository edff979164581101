using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using System.Threading.Channels;
using Weft.Protocol;
using Weft.Server.Rooms;

namespace Weft.Server.Sockets;

/// <summary>Sending: a queue that any thread fills and one loop empties. What waits is bounded, what is being sent is not counted.</summary>
internal sealed partial class Connection
{
    private readonly Channel<Frame> _outgoing = Channel.CreateUnbounded<Frame>(new UnboundedChannelOptions { SingleReader = true });
    private long _waitingBytes;
    private int _waitingFrames;

    /// <inheritdoc/>
    public void Send(Frame frame)
    {
        var bytes = frame.Bytes.Length;
        if (Volatile.Read(ref _waitingBytes) > _services.Options.MaxWaitingBytes
            || Volatile.Read(ref _waitingFrames) > _services.Options.MaxWaitingFrames)
        {
            Close(CloseCodes.TooSlow, "Too much waits to be read: join again.");
            return;
        }

        Interlocked.Add(ref _waitingBytes, bytes);
        Interlocked.Increment(ref _waitingFrames);
        _outgoing.Writer.TryWrite(frame);
    }

    private void Send(ServerMessage message) => Send(new Frame(message));

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var frame in _outgoing.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (_ending?.Code == CloseCodes.TooSlow)
                {
                    break;
                }

                Interlocked.Add(ref _waitingBytes, -frame.Bytes.Length);
                Interlocked.Decrement(ref _waitingFrames);
                if (_services.Logger.IsEnabled(LogLevel.Debug))
                {
                    var type = frame.Message.GetType().Name;
                    Log.FrameOut(_services.Logger, _session.Value, type, frame.Bytes.Length);
                }

                await _socket.SendAsync(frame.Bytes.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, _cut.Token).ConfigureAwait(false);
            }

            await SendCloseAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            Log.Lost(_services.Logger, _session.Value, exception.Message);
            Close(CloseCodes.ServerStopping, string.Empty);
        }
#pragma warning disable CA1031 // Whatever went wrong with one connection must not reach the others through the host.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.Broke(_services.Logger, _session.Value, exception);
            Close(CloseCodes.ServerStopping, string.Empty);
        }
    }

    private async ValueTask SendCloseAsync()
    {
        if (_ending is { } ending && _socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await _socket.CloseOutputAsync((WebSocketCloseStatus)ending.Code, ending.Reason, _cut.Token).ConfigureAwait(false);
        }
    }
}
