using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Admin;
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

    /// <summary>Longer than this no timer is set; it is looked at again then.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly GatewayVisit _visit;
    private readonly GatewaySocket _socket;
    private readonly SessionId _id;
    private readonly ConcurrentQueue<ServerMessage> _heard = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly List<SessionOutput> _outputs = [];
    private readonly ITimer _timer;
    private readonly ITimer _expiry;
    private Caller? _caller;
    private DateTimeOffset? _wakeDue;
    private bool _timerFired;
    private bool _left;

    protected GatewayConnection(GatewayVisit visit, GatewayServices services)
    {
        (_visit, _socket, Services, _caller) = (visit, visit.Socket, services, visit.Caller);
        _id = services.Weft.Connections.NextSession();
        Session = new ClientSession(new SessionSettings(Document, services.Ids.NewId(), visit.Name, visit.Color));
        _timer = services.Time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _expiry = services.Time.CreateTimer(_ => WatchExpiry(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public Caller? Caller => Volatile.Read(ref _caller);

    /// <summary>The number of the socket, unique while the server runs.</summary>
    public long Number => _socket.Number;

    /// <summary>The id of the document that it is in.</summary>
    public string Document => _visit.Room.Host.Id;

    /// <summary>The document as the program should see it.</summary>
    protected ClientSession Session { get; }

    protected GatewayServices Services { get; }

    /// <summary>Whether frames are taken now. A gateway that has still to send what one frame brought says no until it has.</summary>
    protected virtual bool TakesFrames => true;

    /// <summary>What can be told of it.</summary>
    public SessionDto Describe(DocumentRole role) => new(
        Number,
        _socket.Address?.ToString(),
        Document,
        _visit.Room.Host.Title,
        Session.Client,
        Caller?.Name ?? _visit.Name,
        Caller?.Id,
        Caller?.Account,
        role == DocumentRole.None ? null : RoleNames.Of(role),
        _socket.Opened.ToUnixTimeMilliseconds(),
        (Services.Time.GetUtcNow() - Services.Time.GetElapsedTime(_socket.LastHeard)).ToUnixTimeMilliseconds(),
        _socket.Received,
        _socket.Sent,
        0);

    /// <summary>Serves the stay in the document until it ends, whichever way. Called once. The socket may go on after it.</summary>
    public async Task RunAsync()
    {
        Log.Opened(Services.Logger, Number, Protocol);
        WatchExpiry();
        try
        {
            await ServeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (GatewaySocket.IsLoss(exception) || exception is RoomClosedException)
        {
            Log.Lost(Services.Logger, Number, exception.Message);
            Close((int)WebSocketCloseStatus.NormalClosure, string.Empty);
        }
#pragma warning disable CA1031 // Whatever went wrong with one connection must not reach the others through the host.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.Broke(Services.Logger, Number, exception);
            Close((int)WebSocketCloseStatus.InternalServerError, "The server could not go on with this connection.");
        }

        await _visit.Room.Host.PostAsync(new RoomCommand.Gone(_id)).ConfigureAwait(false);
        _visit.Room.Dispose();
    }

    /// <inheritdoc/>
    public void Send(Frame frame)
    {
        _heard.Enqueue(frame.Message);
        if (_heard.Count > Services.Options.MaxWaitingFrames)
        {
            Close(CloseCodes.TooSlow, "Too much waits to be read: connect again.");
        }

        _socket.Wake();
    }

    /// <inheritdoc/>
    public void Close(int code, string reason) => _socket.Close(code, reason);

    /// <summary>Its session has redeemed another share link.</summary>
    public void AddLink(string link)
    {
        if (Caller is { } caller)
        {
            Volatile.Write(ref _caller, caller with { Links = [.. caller.Links, link] });
            _visit.Room.Host.RefreshAccess();
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
    /// <param name="at">When the program did it, in milliseconds since 1970; null for now.</param>
    /// <param name="seen">The revision that the program may not have seen beyond; null for all that the session has.</param>
    /// <param name="before">Called with the id of the change before anybody can hear of it.</param>
    protected ValueTask EditAsync(ImmutableArray<WireOperation> ops, long? at = null, long? seen = null, Action<long>? before = null)
    {
        var outputs = new List<SessionOutput>();
        var id = Session.Edit(ops, at, outputs, seen);
        before?.Invoke(id);
        return TransmitAsync(outputs);
    }

    /// <summary>Tells the others where the program's user points.</summary>
    protected ValueTask PointAsync(CursorMessage cursor)
    {
        var outputs = new List<SessionOutput>();
        Session.Point(cursor, outputs);
        return TransmitAsync(outputs);
    }

    /// <summary>Sends a text frame. Waits while the program does not read; what the room says meanwhile waits in a bounded line.</summary>
    protected ValueTask SendAsync(ReadOnlyMemory<byte> text) => _socket.SendAsync(text);

    /// <summary>Leaves the document; the socket stays.</summary>
    protected void Leave() => _left = true;

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

    /// <summary>Does something in the connection's loop, before what the room says after this call is heard. For any thread.</summary>
    protected void Post(Action work)
    {
        _posted.Enqueue(work);
        _socket.Wake();
    }

    private void RunPosted()
    {
        while (_posted.TryDequeue(out var work))
        {
            work();
        }
    }

    private void OnTimer()
    {
        Volatile.Write(ref _timerFired, true);
        _socket.Wake();
    }

    private async Task ServeAsync()
    {
        Session.Connected(_outputs);
        await TransmitAsync(_outputs).ConfigureAwait(false);
        while (true)
        {
            while (_heard.TryDequeue(out var message))
            {
                RunPosted();
                await HearAsync(message).ConfigureAwait(false);
            }

            RunPosted();
            if (_left || _socket.IsClosing)
            {
                return;
            }

            if (Volatile.Read(ref _timerFired) || (Session.IsJoined && !TakesFrames && Session.UnsavedCount == 0))
            {
                Volatile.Write(ref _timerFired, false);
                _wakeDue = null;
                await TickAsync().ConfigureAwait(false);
            }
            else if (Session.IsJoined && TakesFrames && Session.UnsavedCount < MaxUnsaved && _socket.TryTake(out var frame))
            {
                await TakeFrameAsync(frame).ConfigureAwait(false);
            }
            else if (_socket.IsOver)
            {
                return;
            }
            else
            {
                await _socket.WaitAsync().ConfigureAwait(false);
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
            var received = new RoomCommand.Received(_id, this, [transmit.Message]) { At = _socket.LastHeard };
            if (!await _visit.Room.Host.PostAsync(received).ConfigureAwait(false))
            {
                // A closing room tells those it knows why; only one that came too late for that hears this.
                await _visit.Room.Host.Closed.ConfigureAwait(false);
                Close(CloseCodes.NotSaved, "The document closed; connect again.");
            }
        }
    }

    private void WatchExpiry()
    {
        if (Caller?.Expires is { } end)
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
}
