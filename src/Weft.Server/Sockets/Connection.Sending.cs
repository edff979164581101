using System.Buffers;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Weft.Protocol;
using Weft.Server.Rooms;

namespace Weft.Server.Sockets;

/// <summary>
/// Sending: whoever has something to say puts it in line, and whoever finds nobody writing writes what stands there. What came up while a
/// write was under way goes out together where the peer takes that (FRAME-8). What waits is bounded, what is being sent is not counted.
/// </summary>
internal sealed partial class Connection
{
    private readonly Lock _sending = new();
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Frame> _waiting = [];
    private List<Frame> _going = [];
    private long _waitingBytes;
    private bool _isWriting;
    private volatile bool _takesBatches;

    /// <inheritdoc/>
    public bool TakesBatches => _takesBatches;

    /// <inheritdoc/>
    public void Send(Frame frame)
    {
        var bytes = frame.Bytes.Length;
        lock (_sending)
        {
            if (_ending is not null)
            {
                return;
            }

            if (_waitingBytes <= _services.Options.MaxWaitingBytes && _waiting.Count <= _services.Options.MaxWaitingFrames)
            {
                _waitingBytes += bytes;
                _waiting.Add(frame);
                return;
            }
        }

        Close(CloseCodes.TooSlow, "Too much waits to be read: join again.");
    }

    /// <inheritdoc/>
    public void Flush()
    {
        lock (_sending)
        {
            if (_isWriting || (_waiting.Count == 0 && _ending is null))
            {
                return;
            }

            _isWriting = true;
        }

        _ = WriteAllAsync();
    }

    private void Send(ServerMessage message)
    {
        Send(new Frame(message));
        Flush();
    }

    // Never throws. Runs on the caller's thread as long as the network takes everything at once.
    private async Task WriteAllAsync()
    {
        try
        {
            while (TakeWaiting(out var isEnd))
            {
                if (isEnd)
                {
                    await SendCloseAsync().ConfigureAwait(false);
                    _sent.TrySetResult();
                    return;
                }

                await WriteAsync().ConfigureAwait(false);
                _going.Clear();
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            Log.Lost(_services.Logger, _session.Value, exception.Message);
            EndSending();
        }
#pragma warning disable CA1031 // Whatever went wrong with one connection must not reach the others through the host.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.Broke(_services.Logger, _session.Value, exception);
            EndSending();
        }
    }

    // Whoever finds nothing more puts the pen down; at the end nobody gets it any more.
    private bool TakeWaiting(out bool isEnd)
    {
        lock (_sending)
        {
            if (_ending?.Code == CloseCodes.TooSlow)
            {
                _waiting.Clear();
            }

            (_waiting, _going) = (_going, _waiting);
            _waitingBytes = 0;
            isEnd = _going.Count == 0 && _ending is not null;
            return _isWriting = _going.Count > 0 || isEnd;
        }
    }

    private void EndSending()
    {
        Close(CloseCodes.ServerStopping, string.Empty);
        _sent.TrySetResult();
    }

    private async ValueTask WriteAsync()
    {
        if (_takesBatches && _going.Count > 1)
        {
            await WriteJoinedAsync(Frame.JoinedLength(_going)).ConfigureAwait(false);
            return;
        }

        LogFrames();
        foreach (var frame in _going)
        {
            if (_ending?.Code == CloseCodes.TooSlow)
            {
                return;
            }

            CountSent(frame.Bytes.Length);
            await _socket.SendAsync(frame.Bytes.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, _cut.Token).ConfigureAwait(false);
        }
    }

    private async ValueTask WriteJoinedAsync(int length)
    {
        var joined = ArrayPool<byte>.Shared.Rent(length);
        Frame.Join(_going, joined.AsSpan(0, length));
        LogFrames();
        CountSent(length);
        await _socket.SendAsync(joined.AsMemory(0, length), WebSocketMessageType.Text, endOfMessage: true, _cut.Token).ConfigureAwait(false);

        // One that was not sent may still be read from: it is left to the collector.
        ArrayPool<byte>.Shared.Return(joined);
    }

    private void LogFrames()
    {
        if (_services.Logger.IsEnabled(LogLevel.Debug))
        {
            foreach (var frame in _going)
            {
                var type = frame.Message.GetType().Name;
                Log.FrameOut(_services.Logger, _session.Value, type, frame.Bytes.Length);
            }
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
