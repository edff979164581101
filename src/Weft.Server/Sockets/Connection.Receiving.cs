using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Weft.Protocol;

namespace Weft.Server.Sockets;

/// <summary>Reading frames: bounded memory, whatever arrives.</summary>
internal sealed partial class Connection
{
    private const int SmallFrame = 4 * 1024;

    /// <summary>The frame that is being read and dealt with; empty while nothing comes. One place owns it, so that it goes back to its pool once.</summary>
    private byte[] _frame = [];

    private async Task ReceiveAllAsync()
    {
        try
        {
            await CheckSessionAsync().ConfigureAwait(false);
            while (_ending is null)
            {
                // Nothing is held while nothing comes: there are many connections, and most are silent most of the time.
                var next = _socket.ReceiveAsync(Memory<byte>.Empty, _cut.Token);
                if (!next.IsCompleted)
                {
                    await PostGatheredAsync().ConfigureAwait(false);
                }

                var first = await next.ConfigureAwait(false);
                _frame = ArrayPool<byte>.Shared.Rent(SmallFrame);
                var frame = await ReadFrameAsync(first).ConfigureAwait(false);
                if (frame.Kind == FrameKind.End)
                {
                    break;
                }

                Interlocked.Exchange(ref _lastHeard, _services.Time.GetTimestamp());
                CountReceived(frame.Length);
                await KeepToShareAsync(frame.Length).ConfigureAwait(false);
                await TakeAsync(frame).ConfigureAwait(false);
                Replace([]);
            }

            await AwaitPeerCloseAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            Log.Lost(_services.Logger, _session.Value, exception.Message);
        }
#pragma warning disable CA1031 // Whatever went wrong with one connection must not reach the others through the host.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.Broke(_services.Logger, _session.Value, exception);
        }
        finally
        {
            Replace([]);
        }
    }

    private void Replace(byte[] frame)
    {
        var former = _frame;
        _frame = frame;
        if (former.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(former);
        }
    }

    private async ValueTask<ReceivedFrame> ReadFrameAsync(ValueWebSocketReceiveResult result)
    {
        var length = 0;
        long total = 0;
        while (true)
        {
            if (result.MessageType == WebSocketMessageType.Close)
            {
                Close((int)WebSocketCloseStatus.NormalClosure, string.Empty);
                return new ReceivedFrame(FrameKind.End, 0);
            }

            total += result.Count;
            length += result.Count;
            if (total > _services.Options.Limits[ServerLimits.SkippedFrameBytes])
            {
                Close(CloseCodes.FrameTooLarge, $"A frame may have at most {MaxFrame} bytes.");
                return new ReceivedFrame(FrameKind.End, 0);
            }

            if (result.EndOfMessage)
            {
                return new ReceivedFrame(KindOf(result.MessageType, total), length);
            }

            if (total > MaxFrame)
            {
                // What is too long is read over itself until it ends.
                length = 0;
            }
            else if (length == _frame.Length)
            {
                Grow();
            }

            result = await _socket.ReceiveAsync(_frame.AsMemory(length), _cut.Token).ConfigureAwait(false);
        }
    }

    private int MaxFrame => (int)_services.Options.Limits[ServerLimits.FrameBytes];

    private FrameKind KindOf(WebSocketMessageType type, long total)
    {
        if (total > MaxFrame)
        {
            return FrameKind.TooLarge;
        }

        return type == WebSocketMessageType.Text ? FrameKind.Text : FrameKind.Binary;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(_frame.Length * 4, MaxFrame + 1));
        _frame.CopyTo(larger, 0);
        Replace(larger);
    }

    private async ValueTask TakeAsync(ReceivedFrame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.TooLarge:
                Log.FrameIn(_services.Logger, _session.Value, "too large", frame.Length);
                _services.Metrics.Hit(ServerLimits.FrameBytes);
                TakeBad(new ProtocolError(ErrorCodes.FrameTooLarge, $"A frame may have at most {MaxFrame} bytes: send it in parts."));
                break;
            case FrameKind.Binary:
                Log.FrameIn(_services.Logger, _session.Value, "binary", frame.Length);
                TakeBad(new ProtocolError(ErrorCodes.BadFrame, "A frame is a text frame with one JSON object, not a binary frame."));
                break;
            default:
                var parsed = Wire.ParseClient(_frame.AsSpan(0, frame.Length));
                LogFrame(parsed, frame.Length);
                if (parsed.Succeeded)
                {
                    await DispatchAsync(parsed.Message, frame.Length).ConfigureAwait(false);
                }
                else
                {
                    TakeBad(parsed.Error);
                }

                break;
        }
    }

    private void LogFrame(ParseResult<ClientMessage> parsed, int bytes)
    {
        if (_services.Logger.IsEnabled(LogLevel.Debug))
        {
            var type = parsed.Succeeded ? parsed.Message.GetType().Name : parsed.Error.Code;
            Log.FrameIn(_services.Logger, _session.Value, type, bytes);
        }
    }

    private void TakeBad(ProtocolError error)
    {
        Send(error.ToResponse());
        if (_badMessages.IsExhausted())
        {
            Close(CloseCodes.TooManyBadMessages, "Too many bad messages.");
        }
    }

    // After a close of ours the peer's answer ends the connection; what it says until then is not read.
    private async ValueTask AwaitPeerCloseAsync()
    {
        var buffer = new byte[SmallFrame];
        while (_socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            var result = await _socket.ReceiveAsync(buffer.AsMemory(), _cut.Token).ConfigureAwait(false);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return;
            }
        }
    }

    private enum FrameKind
    {
        Text,
        Binary,
        TooLarge,
        End,
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct ReceivedFrame(FrameKind Kind, int Length);
}
