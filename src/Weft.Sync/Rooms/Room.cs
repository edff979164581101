using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>
/// One document's server side, as a state machine: messages in, what to do out. No I/O, no clock, no thread; one caller at a time.
/// <para>
/// Times are milliseconds since 1970. Outputs are added to the list in the order in which they are to be done. Whatever tells of
/// a revision, directly or not, waits until <see cref="Committed"/> has reached it (CHANGE-11), and everything after it waits behind it,
/// so each client sees one order. An exception out of any method means that an invariant is broken: stop the room, close everybody
/// with <see cref="CloseCodes.NotSaved"/> and open it anew from the store.
/// </para>
/// </summary>
public sealed partial class Room
{
    /// <summary>Authors of whom it is remembered who else is here: each of them costs an entry for each of the others.</summary>
    private const int MaxAudiences = 16;

    private static readonly SessionId s_nobody = new(long.MinValue);

    private readonly RoomIdentity _identity;
    private readonly SchemaCheck _schema;
    private readonly RoomOptions _options;
    private readonly Random _random;
    private readonly RoomState _state;
    private readonly Dictionary<SessionId, RoomSession> _sessions = [];
    private readonly ChangeTail _tail;
    private readonly DocumentSize _size;
    private readonly Dictionary<SessionId, ImmutableArray<SessionId>> _audiences = [];
    private readonly Queue<Held> _held = new();
    private readonly Queue<RoomClient> _uncommitted = new();

    /// <summary>Counts who comes and goes, so that it is known whether an audience is still the same.</summary>
    private long _membership;
    private string _title;
    private LastAuthors _lastAuthors;

    private Room(
        RoomIdentity identity,
        SchemaCheck schema,
        RoomOptions options,
        Random random,
        RoomState state)
    {
        _identity = identity;
        _schema = schema;
        _options = options;
        _random = random;
        _state = state;
        _lastAuthors = state.LastAuthors;
        _title = identity.Title;
        _tail = new ChangeTail(options);
        _rights = new ChangeRights(_state.Document, _owners, _names);
        _size = new DocumentSize(_state.Document);
        _tail.Restart(Revision);
    }

    /// <summary>The newest applied revision.</summary>
    public long Revision => _state.Document.ChangeCount;

    /// <summary>The newest revision that is on disk.</summary>
    public long CommittedRevision { get; private set; }

    /// <summary>How many clients are in the room.</summary>
    public int SessionCount
    {
        get;
        private set
        {
            field = value;
            _membership++;
            _audiences.Clear();
        }
    }

    /// <summary>Whether a cursor is to be passed on as soon as enough time has passed (PRES-2).</summary>
    public bool HasWaitingCursors { get; private set; }

    /// <summary>The document, to be read only.</summary>
    public Document Document => _state.Document;

    /// <summary>The newest changes, as others were told them, as far back as they are kept for clients that come back.</summary>
    /// <param name="after">Only those after this revision.</param>
    public IEnumerable<RemoteChangeMessage> RecentChanges(long after) => _tail.After(Math.Clamp(after, _tail.Base, Revision)) ?? [];

    /// <summary>Opens a document from its whole log.</summary>
    /// <param name="identity">What it is called.</param>
    /// <param name="schema">What its kind allows.</param>
    /// <param name="options">What the room bears.</param>
    /// <param name="random">For client ids and colours.</param>
    /// <param name="log">All entries, ascending.</param>
    /// <exception cref="CorruptLogException">The log is damaged, or an entry is missing.</exception>
    public static Room Open(RoomIdentity identity, SchemaCheck schema, RoomOptions options, Random random, IEnumerable<StoredChange> log)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        var room = new Room(identity, schema, options, random, RoomState.Empty());
        return room.Replay(log) is { } reason ? throw new CorruptLogException(reason) : room;
    }

    /// <summary>Opens a document from its whole log, which was read a part at a time.</summary>
    /// <param name="identity">What it is called.</param>
    /// <param name="schema">What its kind allows.</param>
    /// <param name="options">What the room bears.</param>
    /// <param name="random">For client ids and colours.</param>
    /// <param name="history">All of the log; the room's from now on.</param>
    /// <param name="recent">The last entries again, ascending, for the list of recent changes.</param>
    /// <exception cref="CorruptLogException">An entry is damaged, or missing between the first and the last recent one.</exception>
    public static Room Open(
        RoomIdentity identity, SchemaCheck schema, RoomOptions options, Random random, StoredHistory history, IEnumerable<StoredChange> recent)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(recent);
        var room = new Room(identity, schema, options, random, history.State);
        return room.Replay(recent) is { } reason ? throw new CorruptLogException(reason) : room;
    }

    /// <summary>Opens a document from a snapshot and what the log has since. Costs what the texts and items and these entries cost.</summary>
    /// <param name="identity">What it is called.</param>
    /// <param name="schema">What its kind allows.</param>
    /// <param name="options">What the room bears.</param>
    /// <param name="random">For client ids and colours.</param>
    /// <param name="snapshot">What <see cref="Snapshot"/> made, in this version or an older one; not to be changed afterwards.</param>
    /// <param name="log">
    /// The entries, ascending, without gaps from the snapshot's revision on. Those at or below that only fill the list of recent changes.
    /// </param>
    /// <param name="room">The room; null when the snapshot cannot be used.</param>
    /// <param name="reason">Why it cannot: the document is to be opened from its whole log then.</param>
    /// <returns>
    /// Whether the snapshot could be used. It cannot when it is damaged or of a format that is not known, or when one of the entries is a
    /// change to a version before it.
    /// </returns>
    /// <exception cref="CorruptLogException">The log is damaged.</exception>
    public static bool TryOpen(
        RoomIdentity identity,
        SchemaCheck schema,
        RoomOptions options,
        Random random,
        ReadOnlyMemory<byte> snapshot,
        IEnumerable<StoredChange> log,
        [NotNullWhen(true)] out Room? room,
        [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        room = null;
        if (!SnapshotCodec.TryDecode(snapshot, out RoomState? state, out reason))
        {
            return false;
        }

        var opened = new Room(identity, schema, options, random, state);
        reason = opened.Replay(log);
        room = reason is null ? opened : null;
        return room is not null;
    }

    /// <summary>Takes a message of a connection.</summary>
    public void Receive(SessionId session, ClientMessage message, long now, ICollection<RoomOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RoomSession? known = _sessions.GetValueOrDefault(session);
        switch (message)
        {
            case JoinMessage join:
                Join(session, join, now, outputs);
                break;
            case HeartbeatMessage:
                Hold(new Send(session, new ResponseMessage(ResponseStatus.Ok, message.Id, Revision, now)), outputs);
                break;
            case LeaveMessage:
                Leave(session, known, message.Id, outputs);
                break;
            case ChangeMessage change when known is { IsJoined: true }:
                Take(known, change, now, outputs);
                break;
            case RevertMessage revert when known is { IsJoined: true }:
                Revert(known, revert, now, outputs);
                break;
            case HistoryMessage when known is { IsJoined: true }:
                Hold(new Send(session, new HistoryAnswer(Revision, RecentGestures(), message.Id)), outputs);
                break;
            case CursorMessage cursor when known is { IsJoined: true }:
                Point(known, cursor, now, outputs);
                break;
            default:
                outputs.Add(new Send(session, NotJoined(message.Id)));
                break;
        }
    }

    /// <summary>A connection is gone.</summary>
    public void Disconnected(SessionId session, long now, ICollection<RoomOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (_sessions.GetValueOrDefault(session) is { } known)
        {
            Depart(known, outputs);
        }

        Forget(session);
    }

    /// <summary>All revisions up to this one are on disk.</summary>
    public void Committed(long revision, long now, ICollection<RoomOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(revision, Revision);
        for (; CommittedRevision < revision; CommittedRevision++)
        {
            _uncommitted.Dequeue().Uncommitted--;
        }

        while (_held.TryPeek(out Held held) && held.Revision <= CommittedRevision)
        {
            _held.Dequeue();
            Release(held, outputs);
        }

        ReleaseGrown();
    }

    /// <summary>Time has passed; to be called ten times a second or more often while <see cref="HasWaitingCursors"/>, else every few seconds.</summary>
    public void Tick(long now, ICollection<RoomOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        foreach (RoomSession session in _sessions.Values.OrderBy(session => session.Id.Value).ToArray())
        {
            PassCursorOn(session, now, outputs);
        }

        HasWaitingCursors = _sessions.Values.Any(session => session.CursorWaits);
        ReleaseQuiet(now);
    }

    /// <summary>
    /// The bytes of the document at <see cref="Revision"/> without its history, with the saved change ids of every client. They are of
    /// use only beside a log that reaches as far. Costs what the texts and items cost.
    /// </summary>
    public byte[] Snapshot() => SnapshotCodec.Encode(_state with { LastAuthors = _lastAuthors });

    /// <summary>Gives the document another title, and tells everybody (PRES-4).</summary>
    public void Rename(string title, ICollection<RoomOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (!string.Equals(title, _title, StringComparison.Ordinal))
        {
            _title = title;
            Tell(new PresenceMessage([], [], SessionCount, title), null, outputs);
        }
    }

    private static ResponseMessage NotJoined(long? id) => new(
        ResponseStatus.Error, id, Error: new WireError(ErrorCodes.NotJoined, "Join a document first."));

    /// <summary>Goes on with what was stored; tells why it cannot go on without the history.</summary>
    private string? Replay(IEnumerable<StoredChange> log)
    {
        foreach (StoredChange entry in log)
        {
            (long id, AppliedChange applied) = LogCodec.Decode(entry);
            bool isKnown = entry.Revision <= Revision;
            if (!isKnown)
            {
                if (_state.Document.NeedsHistory(applied.Change.Parents))
                {
                    return $"The change of revision {entry.Revision} was made to a version before it.";
                }

                Redo(entry.Revision, id, applied);
            }
            else if (_tail.Revision == Revision)
            {
                // The first of the entries that the snapshot has already: the recent changes begin here.
                _tail.Restart(entry.Revision - 1);
            }

            if (entry.Revision != _tail.Revision + 1)
            {
                throw new CorruptLogException($"The log has revision {entry.Revision} after {_tail.Revision}.");
            }

            _tail.Add(RecentChange.From(entry.Revision, id, applied, entry.Bytes.Length));
        }

        CommittedRevision = Revision;
        return _tail.Revision == Revision
            ? null
            : throw new CorruptLogException($"The log ends at revision {_tail.Revision}, before its snapshot's {Revision}.");
    }

    private void Redo(long revision, long id, AppliedChange stored)
    {
        if (revision != Revision + 1
            || _state.Document.Merge(stored.Change) is not MergeResult.Applied { Changes: [var applied] }
            || !applied.Equals(stored))
        {
            throw new CorruptLogException($"The change of revision {revision} does not follow from those before it.");
        }

        RoomClient client = _state.Keep(_state.ClientOf(stored.Change.Agent));
        client.Saved.Add(id, revision);
        _lastAuthors = _lastAuthors.With(client.Name, revision);
        _size.Count(applied);
    }

    /// <summary>Says something that may tell of the newest revision: it waits until that is on disk.</summary>
    private void Hold(RoomOutput output, ICollection<RoomOutput> outputs)
    {
        if (CommittedRevision == Revision)
        {
            outputs.Add(output);
        }
        else
        {
            _held.Enqueue(new Held(Revision, output, _membership));
        }
    }

    /// <summary>Those that have gone meanwhile are passed over: their connection may be in another room by now.</summary>
    private void Release(Held held, ICollection<RoomOutput> outputs)
    {
        RoomOutput output = held.Output;
        if (output is Broadcast broadcast && held.Membership != _membership)
        {
            ImmutableArray<SessionId> present = broadcast.To.RemoveAll(session => !_sessions.ContainsKey(session));
            output = broadcast with { To = present };
            if (present.IsEmpty)
            {
                return;
            }
        }

        if (output is Close { Session: var leaving })
        {
            if (_sessions.GetValueOrDefault(leaving) is { IsJoined: true })
            {
                // It was let in again meanwhile.
                return;
            }

            Forget(leaving);
        }

        outputs.Add(output);
    }

    private void Tell(ServerMessage message, RoomSession? except, ICollection<RoomOutput> outputs)
    {
        ImmutableArray<SessionId> others = OthersThan(except);
        if (!others.IsEmpty)
        {
            Hold(new Broadcast(others, message), outputs);
        }
    }

    /// <summary>Everybody but one. The same array until somebody comes or goes, so that neighbours are told as one.</summary>
    private ImmutableArray<SessionId> OthersThan(RoomSession? except)
    {
        SessionId key = except?.Id ?? s_nobody;
        if (!_audiences.TryGetValue(key, out ImmutableArray<SessionId> others))
        {
            others = [.. _sessions.Values.Where(session => session.IsJoined && session != except).Select(session => session.Id)];
            if (_audiences.Count == MaxAudiences)
            {
                _audiences.Clear();
            }

            _audiences.Add(key, others);
        }

        return others;
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private readonly record struct Held(long Revision, RoomOutput Output, long Membership);
}
