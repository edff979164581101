using System.Collections.Immutable;
using System.Threading.Channels;
using Weft.Protocol;
using Weft.Storage;
using Weft.Sync;

namespace Weft.Server.Rooms;

/// <summary>
/// One open document: a mailbox and one loop that drives the <see cref="Room"/>. Everything that touches the room runs in the loop, so
/// nothing here is locked. What the room wants written goes to the commit queue, whose answer wakes the loop; what it wants said goes to
/// the peers. A loop that waits goes on as soon as something is posted, on the thread of whoever posts it: waking another one would cost
/// more than what there is to do. So nobody posts under a lock.
/// </summary>
internal sealed partial class RoomHost
{
    /// <summary>Commands that may wait; past it senders wait, which slows their sockets down and nobody else's.</summary>
    private const int MailboxCapacity = 1_024;

    /// <summary>Commands after which the loop gives back the thread that it runs on.</summary>
    private const int Turn = 64;

    private readonly Channel<RoomCommand> _mailbox = Channel.CreateBounded<RoomCommand>(
        new BoundedChannelOptions(MailboxCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait, AllowSynchronousContinuations = true });

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<SessionId, IRoomPeer> _peers = [];
    private readonly List<RoomOutput> _outputs = [];
    private readonly RoomDelivery _delivery;
    private readonly RoomServices _services;
    private readonly RoomRegistry _registry;
    private readonly Room _room;
    private ImmutableArray<SessionId> _audience;
    private IRoomPeer[] _audiencePeers = [];
    private int _sessionCount;
    private volatile string _title;
    private volatile bool _closing;
    private volatile bool _deleted;

    private RoomHost(DocumentRecord record, Room room, long snapshotRevision, RoomServices services, RoomRegistry registry)
    {
        Id = record.Id;
        Kind = record.Kind;
        _title = record.Title;
        _room = room;
        _services = services;
        _registry = registry;
        _opened = services.Time.GetUtcNow();
        _firstRevision = _revision = room.Revision;
        _delivery = new RoomDelivery(services.Time, Fail);
        _durable = room.Revision;
        _snapshotted = snapshotRevision;
        _timer = services.Time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _quietSince = Steady();
    }

    public string Id { get; }

    public string Kind { get; }

    /// <summary>The newest title.</summary>
    public string Title => _title;

    /// <summary>How many clients are in the room.</summary>
    public int SessionCount => Volatile.Read(ref _sessionCount);

    /// <summary>Whether nothing new is taken any more.</summary>
    public bool IsClosing => _closing;

    /// <summary>Completes when everything is written and nobody may be told anything more.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Puts a command into the mailbox; waits while it is full.</summary>
    /// <returns>False when the room is closing and takes nothing more.</returns>
    public async ValueTask<bool> PostAsync(RoomCommand command)
    {
        while (!_mailbox.Writer.TryWrite(command))
        {
            if (!await _mailbox.Writer.WaitToWriteAsync().ConfigureAwait(false))
            {
                return false;
            }

            // There is a place, as the loop says on its own thread: it has more to do than the work of who waited.
            await Task.Yield();
        }

        return true;
    }

    /// <summary>From now on nobody may enter. Called by the registry, under its lock.</summary>
    public void BeginClosing() => _closing = true;

    /// <summary>From now on a failing append means that the document was deleted, and is no failure.</summary>
    public void MarkDeleted() => _deleted = true;

    /// <summary>The deletion failed: the document is there as before.</summary>
    public void UnmarkDeleted() => _deleted = false;

    /// <summary>Reads from the room on its own thread.</summary>
    /// <param name="read">Is given the room.</param>
    /// <param name="needsHistory">Whether the document must have its whole history.</param>
    /// <exception cref="RoomClosedException">The room closed before it came to it.</exception>
    public async Task<T> ReadAsync<T>(Func<Room, T> read, bool needsHistory = false)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = await PostAsync(new RoomCommand.Read(room => Answer(room, read, result), needsHistory)).ConfigureAwait(false);
        if (!posted || await Task.WhenAny(result.Task, Closed).ConfigureAwait(false) != result.Task)
        {
            throw new RoomClosedException(Id);
        }

        return await result.Task.ConfigureAwait(false);
    }

    private static void Answer<T>(Room room, Func<Room, T> read, TaskCompletionSource<T> result)
    {
        try
        {
            result.SetResult(read(room));
        }
#pragma warning disable CA1031 // It is the asker's exception, not the room's.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            result.SetException(exception);
        }
    }

    private async Task RunAsync()
    {
        RoomCommand.Shut shut;
        try
        {
            Schedule();
            shut = await ServeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A broken invariant stops this document, loudly, and no other.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failure ??= exception;
            shut = FailedShut();
        }

        await CloseAsync(shut).ConfigureAwait(false);
    }

    private async Task<RoomCommand.Shut> ServeAsync()
    {
        while (await _mailbox.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            for (var taken = 1; _mailbox.Reader.TryRead(out var command); taken++)
            {
                if (command is RoomCommand.Shut shut)
                {
                    await SubmitAsync().ConfigureAwait(false);
                    return shut;
                }

                await TakeAsync(command).ConfigureAwait(false);
                await TellCommittedAsync().ConfigureAwait(false);
                await FinishAsync(command).ConfigureAwait(false);
                if (taken % Turn == 0)
                {
                    // There is always more to read: those who wait for an answer, and whoever posted the first, do not wait for the end of it.
                    _delivery.Start();
                    await Task.Yield();
                }
            }

            await SubmitAsync().ConfigureAwait(false);
            _delivery.Start();

            if (_failure is not null)
            {
                return FailedShut();
            }

            await TakeSnapshotIfDueAsync().ConfigureAwait(false);
            Schedule();
            if (IsIdle() && _registry.TryRetire(this))
            {
                return new RoomCommand.Shut(CloseCodes.ServerStopping, "Nobody is here.");
            }
        }

        return FailedShut();
    }

    private async ValueTask TakeAsync(RoomCommand command)
    {
        if (command is RoomCommand.Received received)
        {
            foreach (var message in received.Messages)
            {
                await PrepareAsync(received, message).ConfigureAwait(false);
                if (received.Peer.Caller is not null)
                {
                    Hear(received, message);
                    await DeliverAsync().ConfigureAwait(false);
                }
            }
        }
        else
        {
            await PrepareAsync(command).ConfigureAwait(false);
            Handle(command);
            await DeliverAsync().ConfigureAwait(false);
        }

        Volatile.Write(ref _sessionCount, _room.SessionCount);
    }

    private void Hear(RoomCommand.Received received, ClientMessage message)
    {
        if (message is JoinMessage)
        {
            _peers[received.Session] = received.Peer;
            _audience = default;
        }

        _arrived = received.At;
        _room.Receive(received.Session, message, Now(), _outputs);
        Measure(received, message);
        _quietSince = Steady();
    }

    private void Handle(RoomCommand command)
    {
        var now = Now();
        switch (command)
        {
            case RoomCommand.Gone gone:
                _room.Disconnected(gone.Session, now, _outputs);
                _peers.Remove(gone.Session);
                _audience = default;
                _quietSince = Steady();
                break;
            case RoomCommand.Renamed renamed:
                _title = renamed.Title;
                _room.Rename(renamed.Title, _outputs);
                break;
            case RoomCommand.Read read:
                read.Action(_room);
                break;
            default:
                Tick(now);
                break;
        }
    }

    // A pass of the delivery broke: the loop looks at its next command, which may be this one.
    private void Fail(Exception exception)
    {
        _failure ??= exception;
        _mailbox.Writer.TryWrite(RoomCommand.Wake.Instance);
    }

    private async ValueTask FinishAsync(RoomCommand command)
    {
        if (command is RoomCommand.Received { Done: { } taken })
        {
            taken.TrySetResult();
        }
        else if (command is RoomCommand.Gone { Done: { } gone })
        {
            await _delivery.DrainAsync().ConfigureAwait(false);
            gone.TrySetResult();
        }
    }

    private async ValueTask DeliverAsync()
    {
        foreach (var output in _outputs)
        {
            switch (output)
            {
                case Send send when _peers.TryGetValue(send.To, out var peer):
                    MeasureRejection(send.Message);
                    _delivery.Add(peer, send.Message);
                    break;
                case Broadcast broadcast:
                    _delivery.Add(PeersOf(broadcast.To), broadcast.Message);
                    break;
                case Append append:
                    await GatherAsync(append).ConfigureAwait(false);
                    break;
                case Claim claim:
                    await NoteAsync(claim).ConfigureAwait(false);
                    break;
                case Close close when _peers.Remove(close.Session, out var leaving):
                    _delivery.AddClose(leaving, close.Code, close.Reason);
                    break;
            }
        }

        _outputs.Clear();
    }

    /// <summary>The peers of an audience; neighbours that are told to one audience share the array.</summary>
    private IRoomPeer[] PeersOf(ImmutableArray<SessionId> audience)
    {
        if (audience != _audience)
        {
            _audience = audience;
            _audiencePeers = [.. audience.Where(_peers.ContainsKey).Select(session => _peers[session])];
        }

        return _audiencePeers;
    }

    /// <summary>What the clock on the wall says, in milliseconds since 1970, as far as a change may carry it. It may jump.</summary>
    private long Now() => Math.Clamp(_services.Time.GetUtcNow().ToUnixTimeMilliseconds(), 0, Limits.MaxTime);

    /// <summary>Milliseconds that only ever grow, to measure how long something lasts.</summary>
    private long Steady() => (long)_services.Time.GetElapsedTime(0).TotalMilliseconds;
}
