using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Rooms;
using Weft.Sync;

namespace Weft.Server.Gateways;

/// <summary>
/// One connection of a program that speaks a protocol of its own, in a room like any other peer: it joins, hears, changes and leaves by the
/// same messages, so access, schema, storage and limits are those of everybody. A gateway derives from it and translates.
/// <para>
/// All of a connection happens in one loop, one thing after the other: what the room says comes first, frames of the program while little of what
/// it changed is unanswered, then the timer. So a derived class needs no locks. <see cref="Session"/> is the document as the program
/// should see it: what is confirmed, and its own unsaved changes over it; what it refuses or merges differently comes as a change of that
/// view. Nothing that a program sends makes anything here throw outwards.
/// </para>
/// </summary>
internal abstract partial class GatewayConnection : IRoomPeer, IDisposable
{
    /// <summary>Changes without an answer past which nothing more is read: the line is kept busy, and no room is flooded.</summary>
    private const int MaxUnsaved = 64;

    /// <summary>How long a program has to take the close frame before the connection is cut.</summary>
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(5);

    private readonly GatewayVisit _visit;
    private readonly SessionId _id;
    private readonly CancellationTokenSource _cut;
    private readonly ConcurrentQueue<ServerMessage> _heard = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<ReadOnlyMemory<byte>> _frames = Channel.CreateBounded<ReadOnlyMemory<byte>>(1);
    private readonly List<SessionOutput> _outputs = [];
    private readonly ITimer _timer;
    private readonly ITimer _expiry;
    private Caller? _caller;
    private Ending? _ending;
    private DateTimeOffset? _wakeDue;
    private bool _timerFired;

    protected GatewayConnection(GatewayVisit visit, GatewayServices services)
    {
        (_visit, Services, _caller) = (visit, services, visit.Caller);
        _id = services.Weft.Connections.NextSession();
        _cut = CancellationTokenSource.CreateLinkedTokenSource(visit.Aborted);
        _opened = services.Time.GetUtcNow();
        _lastHeard = services.Time.GetTimestamp();
        Session = new ClientSession(new SessionSettings(Document, services.Ids.NewId(), visit.Name));
        _timer = services.Time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _expiry = services.Time.CreateTimer(_ => WatchExpiry(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public Caller? Caller => Volatile.Read(ref _caller);

    /// <summary>The id of the document that it is in.</summary>
    public string Document => _visit.Room.Host.Id;

    /// <summary>The document as the program should see it.</summary>
    protected ClientSession Session { get; }

    protected GatewayServices Services { get; }

    /// <summary>Whether frames are taken now. A gateway that has still to send what one frame brought says no until it has.</summary>
    protected virtual bool TakesFrames => true;

    /// <summary>Serves the connection until it ends, whichever way. Called once.</summary>
    public async Task RunAsync()
    {
        Log.Opened(Services.Logger, _id.Value, Protocol);
        Services.Metrics.ConnectionOpened();
        WatchExpiry();
        var reading = ReadAllAsync();
        try
        {
            await ServeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or RoomClosedException)
        {
            Log.Lost(Services.Logger, _id.Value, exception.Message);
        }
#pragma warning disable CA1031 // Whatever went wrong with one connection must not reach the others through the host.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.Broke(Services.Logger, _id.Value, exception);
            Close((int)WebSocketCloseStatus.InternalServerError, "The server could not go on with this connection.");
        }

        Close((int)WebSocketCloseStatus.NormalClosure, string.Empty);
        await _visit.Room.Host.PostAsync(new RoomCommand.Gone(_id)).ConfigureAwait(false);
        _visit.Room.Dispose();
        await SayGoodbyeAsync().ConfigureAwait(false);
        await reading.ConfigureAwait(false);
        Log.Closed(Services.Logger, _id.Value);
    }

    /// <inheritdoc/>
    public void Send(Frame frame)
    {
        _heard.Enqueue(frame.Message);
        if (_heard.Count > Services.Options.MaxWaitingFrames)
        {
            Close(CloseCodes.TooSlow, "Too much waits to be read: connect again.");
        }

        Wake();
    }

    /// <inheritdoc/>
    public void Close(int code, string reason)
    {
        if (Interlocked.CompareExchange(ref _ending, new Ending(code, reason), null) is null)
        {
            Log.Closing(Services.Logger, _id.Value, code, reason);
            Services.Metrics.ConnectionClosed(code);
            _expiry.Change(CloseGrace, Timeout.InfiniteTimeSpan);
            Wake();
        }
    }

    /// <summary>The session by which it came has ended: nothing more is taken from it.</summary>
    public void Withdraw()
    {
        Volatile.Write(ref _caller, null);
        Close(CloseCodes.AccessWithdrawn, "This session has ended; sign in again.");
    }

    public void Dispose()
    {
        _timer.Dispose();
        _expiry.Dispose();
        _cut.Dispose();
    }

    /// <summary>The protocol's name, for the log.</summary>
    protected abstract string Protocol { get; }

    /// <summary>The document is there; frames are taken from now on.</summary>
    /// <param name="sync">What the room said.</param>
    protected abstract ValueTask WelcomeAsync(SyncMessage sync);

    /// <summary>The program sent a text frame.</summary>
    protected abstract ValueTask TakeFrameAsync(ReadOnlyMemory<byte> frame);

    /// <summary>Something happened in the room that is not of the program's own making, or came to be otherwise than the program thinks.</summary>
    /// <param name="output">What.</param>
    /// <param name="cause">The message that told of it.</param>
    protected abstract ValueTask ShowAsync(SessionOutput output, ServerMessage cause);

    /// <summary>The time that was asked for has come, or everything is saved.</summary>
    protected virtual ValueTask TickAsync() => ValueTask.CompletedTask;

    /// <summary>Changes the document: in the view at once, in the room as soon as it comes to it.</summary>
    /// <param name="ops">At least one operation; what its kind or the caller's rights do not allow comes back as a change of the view.</param>
    protected ValueTask EditAsync(ImmutableArray<WireOperation> ops)
    {
        var outputs = new List<SessionOutput>();
        Session.Edit(ops, at: null, outputs);
        return TransmitAsync(outputs);
    }

    /// <summary>Reads from the room on its own thread, for what a view does not know.</summary>
    protected Task<T> ReadAsync<T>(Func<Room, T> read) => _visit.Room.Host.ReadAsync(read);

    /// <summary>Asks for <see cref="TickAsync"/> after some time, or earlier.</summary>
    protected void WakeIn(TimeSpan wait)
    {
        var due = Services.Time.GetUtcNow() + wait;
        if (_wakeDue is null || due < _wakeDue)
        {
            _wakeDue = due;
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTimer()
    {
        Volatile.Write(ref _timerFired, true);
        Wake();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task ServeAsync()
    {
        Session.Connected(_outputs);
        await TransmitAsync(_outputs).ConfigureAwait(false);
        while (true)
        {
            while (_heard.TryDequeue(out var message))
            {
                await HearAsync(message).ConfigureAwait(false);
            }

            if (_ending is not null)
            {
                return;
            }

            if (Volatile.Read(ref _timerFired) || (Session.IsJoined && !TakesFrames && Session.UnsavedCount == 0))
            {
                Volatile.Write(ref _timerFired, false);
                _wakeDue = null;
                await TickAsync().ConfigureAwait(false);
            }
            else if (Session.IsJoined && TakesFrames && Session.UnsavedCount < MaxUnsaved && _frames.Reader.TryRead(out var frame))
            {
                await TakeFrameAsync(frame).ConfigureAwait(false);
            }
            else if (_frames.Reader.Completion.IsCompleted)
            {
                return;
            }
            else
            {
                await _wake.Reader.ReadAsync(_cut.Token).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask HearAsync(ServerMessage message)
    {
        _outputs.Clear();
        Session.Receive(message, _outputs);
        await TransmitAsync(_outputs).ConfigureAwait(false);
        foreach (var output in _outputs.ToArray())
        {
            switch (output)
            {
                case Transmit:
                    break;
                case Synced synced:
                    await WelcomeAsync(synced.Message).ConfigureAwait(false);
                    break;
                case RequestFailed failed:
                    Close((int)WebSocketCloseStatus.PolicyViolation, failed.Error.Message);
                    break;
                default:
                    await ShowAsync(output, message).ConfigureAwait(false);
                    break;
            }
        }
    }

    private async ValueTask TransmitAsync(List<SessionOutput> outputs)
    {
        foreach (var transmit in outputs.OfType<Transmit>().ToArray())
        {
            var received = new RoomCommand.Received(_id, this, [transmit.Message]) { At = Interlocked.Read(ref _lastHeard) };
            if (!await _visit.Room.Host.PostAsync(received).ConfigureAwait(false))
            {
                // A closing room tells those it knows why; only one that came too late for that hears this.
                await _visit.Room.Host.Closed.ConfigureAwait(false);
                Close(CloseCodes.NotSaved, "The document closed; connect again.");
            }
        }
    }

    // The same timer ends a sign-in and, after a close, the patience with whoever does not answer it.
    private void WatchExpiry()
    {
        if (Volatile.Read(ref _ending) is not null)
        {
            Cut();
        }
        else if (Caller?.Expires is { } end)
        {
            var left = end - Services.Time.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                Close(CloseCodes.SignInExpired, "The sign-in has expired; sign in again.");
            }
            else
            {
                _expiry.Change(left < LongestWait ? left : LongestWait, Timeout.InfiniteTimeSpan);
            }
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

    private sealed record Ending(int Code, string Reason);
}
