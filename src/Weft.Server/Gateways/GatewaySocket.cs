using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Weft.Protocol;
using Weft.Server.Limiting;

namespace Weft.Server.Gateways;

/// <summary>
/// The socket of a foreign program: read with bounded memory, written one frame after the other, closed once. Whoever serves it, one after the
/// other, takes frames and waits for what happens; only <see cref="Close"/> and <see cref="Wake"/> may be called by others meanwhile.
/// </summary>
internal sealed partial class GatewaySocket : IDisposable
{
    private const int FirstBuffer = 4 * 1024;

    /// <summary>Bytes of a close frame's reason (RFC 6455, 5.5).</summary>
    private const int MaxReason = 123;

    /// <summary>How long a program has to take the close frame before the connection is cut.</summary>
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(5);

    private readonly WebSocket _socket;
    private readonly GatewayServices _services;
    private readonly CancellationTokenSource _cut;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<ReadOnlyMemory<byte>> _frames = Channel.CreateBounded<ReadOnlyMemory<byte>>(1);
    private readonly ITimer _patience;
    private readonly Task _reading;
    private Ending? _ending;
    private long _lastHeard;
    private long _received;
    private long _sent;

    /// <summary>Begins to read.</summary>
    /// <param name="socket">The accepted socket; whoever accepted it disposes it.</param>
    /// <param name="address">Where it comes from; null when that has no address.</param>
    /// <param name="use">What else comes from there; null when the limits per address do not hold for it.</param>
    /// <param name="services">The server around it.</param>
    /// <param name="aborted">Cuts the connection.</param>
    public GatewaySocket(WebSocket socket, IPAddress? address, AddressUse? use, GatewayServices services, CancellationToken aborted)
    {
        (_socket, Address, Use, _services) = (socket, address, use, services);
        _cut = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        _patience = services.Time.CreateTimer(_ => Cut(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Number = services.Weft.Connections.NextSession().Value;
        Opened = services.Time.GetUtcNow();
        _lastHeard = services.Time.GetTimestamp();
        services.Metrics.ConnectionOpened();
        _reading = Task.Run(ReadAllAsync, CancellationToken.None);
    }

    /// <summary>The number of the connection, unique while the server runs.</summary>
    public long Number { get; }

    /// <summary>Where it comes from; null when that has no address.</summary>
    public IPAddress? Address { get; }

    /// <summary>What else comes from there; null when the limits per address do not hold for it.</summary>
    public AddressUse? Use { get; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset Opened { get; }

    /// <summary>Bytes that were read.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Bytes that were sent.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>When a frame came last: a timestamp of the server's time.</summary>
    public long LastHeard => Interlocked.Read(ref _lastHeard);

    /// <summary>Whether it is being closed, from here.</summary>
    public bool IsClosing => Volatile.Read(ref _ending) is not null;

    /// <summary>Whether no frame is left and none will come.</summary>
    public bool IsOver => _frames.Reader.Completion.IsCompleted;

    /// <summary>Bytes of the longest frame that is read: a whole drawing.</summary>
    private int MaxFrame => (int)_services.Options.Limits[ServerLimits.DrawingFileBytes];

    /// <summary>Takes the next frame, if one waits.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> frame) => _frames.Reader.TryRead(out frame);

    /// <summary>Lets whoever serves it look again.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Waits until a frame may have come, it is being closed, or somebody called <see cref="Wake"/>.</summary>
    /// <exception cref="OperationCanceledException">It was cut.</exception>
    public async ValueTask WaitAsync() => await _wake.Reader.ReadAsync(_cut.Token).ConfigureAwait(false);

    /// <summary>Sends a text frame. Waits while the program does not read.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> text)
    {
        Log.FrameOut(_services.Logger, Number, text.Length);
        _services.Metrics.Sent(text.Length);
        _sent += text.Length;
        await _socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, _cut.Token).ConfigureAwait(false);
    }

    /// <summary>Ends the connection. Only the first reason counts.</summary>
    public void Close(int code, string reason)
    {
        if (Interlocked.CompareExchange(ref _ending, new Ending(code, reason), null) is null)
        {
            Log.Closing(_services.Logger, Number, code, reason);
            _services.Metrics.ConnectionClosed(code);
            Allow(CloseGrace);
            Wake();
        }
    }

    /// <summary>Says goodbye, with what <see cref="Close"/> was told, and waits for the end. Called once, last.</summary>
    public async Task EndAsync()
    {
        Close((int)WebSocketCloseStatus.NormalClosure, string.Empty);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync((WebSocketCloseStatus)_ending!.Code, Shorten(_ending.Reason), _cut.Token).ConfigureAwait(false);
            }

            // Until the program has answered the close, or its time is over.
            await foreach (var _ in _frames.Reader.ReadAllAsync(_cut.Token).ConfigureAwait(false))
            {
            }
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            Log.Lost(_services.Logger, Number, exception.Message);
        }

        await _reading.ConfigureAwait(false);
        Log.Closed(_services.Logger, Number);
    }

    /// <summary>Whether an exception says no more than that the connection is gone.</summary>
    public static bool IsLoss(Exception exception) => exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException;

    public void Dispose()
    {
        _patience.Dispose();
        _cut.Dispose();
    }

    private async Task ReadAllAsync()
    {
        try
        {
            while (await ReadFrameAsync().ConfigureAwait(false) is { } frame)
            {
                Interlocked.Exchange(ref _lastHeard, _services.Time.GetTimestamp());
                Log.FrameIn(_services.Logger, Number, frame.Length);
                _services.Metrics.Received(frame.Length);
                _received += frame.Length;
                if (Use?.Charge(frame.Length) is { Ticks: > 0 } wait)
                {
                    // What an address sends beyond its share is not lost, it is read later (BEAT-7).
                    _services.Metrics.Hit(ServerLimits.AddressMessages);
                    await Task.Delay(wait, _services.Time, _cut.Token).ConfigureAwait(false);
                }

                await _frames.Writer.WriteAsync(frame, _cut.Token).ConfigureAwait(false);
                Wake();
            }
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            Log.Lost(_services.Logger, Number, exception.Message);
        }

        _frames.Writer.Complete();
        Wake();
    }

    /// <summary>The next frame; null at the end. JSON is JSON, whatever sort of frame it came in.</summary>
    private async ValueTask<ReadOnlyMemory<byte>?> ReadFrameAsync()
    {
        var buffer = new byte[FirstBuffer];
        var length = 0;
        while (true)
        {
            var result = await _socket.ReceiveAsync(buffer.AsMemory(length), _cut.Token).ConfigureAwait(false);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += result.Count;
            if (length > MaxFrame)
            {
                _services.Metrics.Hit(ServerLimits.FrameBytes);
                Close((int)WebSocketCloseStatus.MessageTooBig, $"A frame may have at most {MaxFrame} bytes.");
                return null;
            }

            if (result.EndOfMessage)
            {
                return buffer.AsMemory(0, length);
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 4);
            }
        }
    }

    private void Allow(TimeSpan time)
    {
        try
        {
            _patience.Change(time, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // It ended at the same moment.
        }
    }

    private void Cut()
    {
        try
        {
            _cut.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended at the same moment.
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

    private sealed record Ending(int Code, string Reason);
}
