using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Admin;

namespace Weft.Server.Gateways;

/// <content>The socket: reading with bounded memory, writing one frame after the other.</content>
internal abstract partial class GatewayConnection
{
    private const int FirstBuffer = 4 * 1024;

    /// <summary>Bytes of a close frame's reason (RFC 6455, 5.5).</summary>
    private const int MaxReason = 123;

    /// <summary>Longer than this no timer is set; it is looked at again then.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly DateTimeOffset _opened;
    private long _lastHeard;
    private long _received;
    private long _sent;

    /// <summary>The number of the connection, unique while the server runs.</summary>
    public long Number => _id.Value;

    /// <summary>Bytes of the longest frame that is read.</summary>
    protected abstract int MaxFrame { get; }

    /// <summary>What can be told of it.</summary>
    public SessionDto Describe(DocumentRole role) => new(
        Number,
        _visit.Address?.ToString(),
        Document,
        _visit.Room.Host.Title,
        Session.Client,
        Caller?.Name ?? _visit.Name,
        Caller?.Id,
        Caller?.Account,
        role == DocumentRole.None ? null : RoleNames.Of(role),
        _opened.ToUnixTimeMilliseconds(),
        (Services.Time.GetUtcNow() - Services.Time.GetElapsedTime(Interlocked.Read(ref _lastHeard))).ToUnixTimeMilliseconds(),
        Volatile.Read(ref _received),
        Volatile.Read(ref _sent),
        0);

    /// <summary>Sends a text frame. Waits while the program does not read; what the room says meanwhile waits in a bounded line.</summary>
    protected async ValueTask SendAsync(ReadOnlyMemory<byte> text)
    {
        Log.FrameOut(Services.Logger, _id.Value, text.Length);
        Services.Metrics.Sent(text.Length);
        _sent += text.Length;
        await _visit.Socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, _cut.Token).ConfigureAwait(false);
    }

    private async Task ReadAllAsync()
    {
        try
        {
            while (await ReadFrameAsync().ConfigureAwait(false) is { } frame)
            {
                Interlocked.Exchange(ref _lastHeard, Services.Time.GetTimestamp());
                Log.FrameIn(Services.Logger, _id.Value, frame.Length);
                Services.Metrics.Received(frame.Length);
                _received += frame.Length;
                if (_visit.Use?.Charge(frame.Length) is { Ticks: > 0 } wait)
                {
                    // What an address sends beyond its share is not lost, it is read later (BEAT-7).
                    Services.Metrics.Hit(ServerLimits.AddressMessages);
                    await Task.Delay(wait, Services.Time, _cut.Token).ConfigureAwait(false);
                }

                await _frames.Writer.WriteAsync(frame, _cut.Token).ConfigureAwait(false);
                Wake();
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            Log.Lost(Services.Logger, _id.Value, exception.Message);
        }

        _frames.Writer.Complete();
        Wake();
    }

    /// <summary>The next text frame; null at the end. Binary frames mean nothing to anybody here.</summary>
    private async ValueTask<ReadOnlyMemory<byte>?> ReadFrameAsync()
    {
        var buffer = new byte[FirstBuffer];
        var length = 0;
        while (true)
        {
            var result = await _visit.Socket.ReceiveAsync(buffer.AsMemory(length), _cut.Token).ConfigureAwait(false);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += result.Count;
            if (length > MaxFrame)
            {
                Services.Metrics.Hit(ServerLimits.FrameBytes);
                Close((int)WebSocketCloseStatus.MessageTooBig, $"A frame may have at most {MaxFrame} bytes.");
                return null;
            }

            if (result.EndOfMessage)
            {
                if (result.MessageType == WebSocketMessageType.Text)
                {
                    return buffer.AsMemory(0, length);
                }

                length = 0;
            }
            else if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 4);
            }
        }
    }

    private async Task SayGoodbyeAsync()
    {
        try
        {
            if (_visit.Socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _visit.Socket.CloseOutputAsync((WebSocketCloseStatus)_ending!.Code, Shorten(_ending.Reason), _cut.Token).ConfigureAwait(false);
            }

            // Until the program has answered the close, or its time is over.
            await foreach (var _ in _frames.Reader.ReadAllAsync(_cut.Token).ConfigureAwait(false))
            {
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            Log.Lost(Services.Logger, _id.Value, exception.Message);
        }
    }

    private static string Shorten(string reason)
    {
        while (Encoding.UTF8.GetByteCount(reason) > MaxReason)
        {
            reason = reason[..^1];
        }

        return reason;
    }
}
