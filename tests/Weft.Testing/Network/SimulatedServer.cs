using Weft.Engine;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Testing.Network;

/// <summary>The real room, on a simulated store, with simulated crashes.</summary>
public sealed class SimulatedServer
{
    /// <summary>A text that the document's kind refuses.</summary>
    public const char Forbidden = '⛔';

    private readonly SimulatedTime _time;
    private readonly Random _random;
    private readonly ServerFault _fault;
    private readonly Dictionary<SessionId, SimulatedConnection> _connections = [];
    private readonly HashSet<(string Client, long Id)> _seen = [];
    private readonly Dictionary<SessionId, string> _clients = [];
    private readonly SimulatedRights _rights = new();
    private Room? _room;
    private int _life;
    private bool _commitPlanned;

    // What waits while the history is read; null when it is not being read.
    private Queue<Action<Room, List<RoomOutput>>>? _waiting;

    /// <summary>A server that is up.</summary>
    public SimulatedServer(SimulatedTime time, Random random, ServerFault fault)
    {
        _time = time;
        _random = random;
        _fault = fault;
        Start();
    }

    /// <summary>What is on disk.</summary>
    public SimulatedStore Store { get; } = new();

    /// <summary>The document.</summary>
    public Document Document => _room!.Document;

    /// <summary>Whether clients can connect.</summary>
    public bool IsUp => _room is not null;

    /// <summary>Whether something is applied that is not on disk.</summary>
    public bool IsWriting => Store.IsWriting;

    /// <summary>How often a response carried what the change became.</summary>
    public int AppliedResponses { get; private set; }

    /// <summary>How often a client got a whole document.</summary>
    public int Snapshots { get; private set; }

    /// <summary>How often a change was refused.</summary>
    public int Rejections { get; private set; }

    /// <summary>How often a change was refused because of its author's role.</summary>
    public int RoleRefusals { get; private set; }

    /// <summary>How often a change was refused because somebody else had locked what it is about.</summary>
    public int LockRefusals { get; private set; }

    /// <summary>How often the history was read from the log for somebody.</summary>
    public int HistoryLoads { get; private set; }

    /// <summary>How often history was let go.</summary>
    public int HistoryReleases { get; private set; }

    /// <summary>A client connects.</summary>
    public void Accept(SimulatedConnection connection)
    {
        _connections.Add(connection.Id, connection);
        Run((room, outputs) => room.Grant(connection.Id, Distort(_rights.GrantFor(connection.Id)), outputs));
    }

    /// <summary>Somebody may do less or more than before. Who was shut out tries again.</summary>
    public void SetRole(int person, DocumentRole role)
    {
        bool wasOut = _rights.RoleOf(person) == DocumentRole.None;
        _rights.SetRole(person, role);
        foreach (SimulatedConnection connection in _connections.Values.Where(connection => SimulatedRights.PersonOf(connection.Id) == person).ToArray())
        {
            Run((room, outputs) =>
            {
                RoomGrant grant = _rights.GrantFor(connection.Id);
                if (_fault != ServerFault.KeepsRoles)
                {
                    room.Grant(connection.Id, Distort(grant), outputs);
                }
            });
            if (wasOut)
            {
                _connections.Remove(connection.Id);
                connection.ServerClosed();
            }
        }
    }

    /// <summary>A frame arrives.</summary>
    public void Receive(SimulatedConnection connection, byte[] frame)
    {
        ParseResult<ClientMessage> result = Wire.ParseClient(frame);
        ClientMessage message = result.Message ?? throw new InvalidOperationException($"A client sent {result.Error}");
        message = Distort(connection.Id, message);
        Run((room, outputs) => Receive(room, connection.Id, message, outputs));
    }

    /// <summary>A connection is lost.</summary>
    public void Disconnected(SimulatedConnection connection)
    {
        _connections.Remove(connection.Id);
        Run((room, outputs) => room.Disconnected(connection.Id, _time.Now, outputs));
    }

    /// <summary>Time passes.</summary>
    public void Tick() => Run((room, outputs) => room.Tick(_time.Now, outputs));

    /// <summary>Takes a snapshot.</summary>
    public void SaveSnapshot()
    {
        if (_waiting is null && _room is { } room && room.Revision == room.CommittedRevision)
        {
            Store.Save(room.Revision, room.Snapshot());
        }
    }

    /// <summary>The process dies, and comes back after a while.</summary>
    public void Crash(int reached, long downtime)
    {
        if (!IsUp)
        {
            return;
        }

        _room = null;
        _waiting = null;
        _life++;
        Store.Crash(reached);
        foreach (SimulatedConnection connection in _connections.Values)
        {
            connection.ServerClosed();
        }

        _connections.Clear();
        _time.After(downtime, Start);
    }

    /// <summary>What the document's kind allows.</summary>
    public static SchemaViolation? Check(Operation operation) => operation switch
    {
        InsertText insert when insert.Text.Contains(Forbidden, StringComparison.Ordinal) =>
            new SchemaViolation(ErrorCodes.BadProperty, "This text is forbidden."),
        AddItem { Path.Collection: not "shapes" } => new SchemaViolation(ErrorCodes.UnknownPath, "There are only shapes."),
        _ => null,
    };

    private void Start()
    {
        // A small tail, so that some clients come back too late for it, and little history.
        var options = new RoomOptions
        {
            TailChanges = _random.Next(1, 24),
            HistoryChanges = _random.Next(8),
            HistoryQuiet = _random.Next(100, 2_000),
        };
        _room = Store.Open(Check, options, _random, _random.Next(40));
        _room.LoadOwners(_rights.Owners);
        _commitPlanned = false;
        _seen.Clear();
    }

    private void Receive(Room room, SessionId session, ClientMessage message, List<RoomOutput> outputs)
    {
        if (!room.NeedsHistory(session, message))
        {
            Take(room, session, message, outputs);
            return;
        }

        // The log is read beside the room, and whatever happens meanwhile waits.
        HistoryLoads++;
        int life = _life;
        _waiting = [];
        _waiting.Enqueue((_, later) => Take(room, session, message, later));
        _time.After(_random.Next(1, 300), () =>
        {
            if (life == _life)
            {
                room.LoadHistory(Store.History(room.HistoryStart), _time.Now);
                Resume();
            }
        });
    }

    private void Take(Room room, SessionId session, ClientMessage message, List<RoomOutput> outputs)
    {
        string? reason = message is ChangeMessage change ? _rights.WhyNot(session, _clients[session], change, room.Document) : null;
        long revision = room.Revision;
        room.Receive(session, message, _time.Now, outputs);
        if (reason is not null && room.Revision > revision)
        {
            throw new InvalidOperationException($"{_clients[session]}'s change {message.Id} was taken though {reason}.");
        }
    }

    private RoomGrant Distort(RoomGrant grant) =>
        _fault == ServerFault.IgnoresLocks && grant.Role == DocumentRole.Editor ? grant with { Role = DocumentRole.Admin } : grant;

    private void Resume()
    {
        Queue<Action<Room, List<RoomOutput>>> waiting = _waiting!;
        _waiting = null;
        while (_waiting is null && waiting.TryDequeue(out Action<Room, List<RoomOutput>>? action))
        {
            Run(action);
        }

        while (waiting.TryDequeue(out Action<Room, List<RoomOutput>>? action))
        {
            _waiting!.Enqueue(action);
        }
    }

    private void Run(Action<Room, List<RoomOutput>> action)
    {
        if (_room is not { } room)
        {
            return;
        }

        if (_waiting is not null)
        {
            _waiting.Enqueue(action);
            return;
        }

        var outputs = new List<RoomOutput>();
        long held = room.HistoryStart;
        action(room, outputs);
        HistoryReleases += room.HistoryStart > held ? 1 : 0;
        foreach (RoomOutput output in outputs)
        {
            Do(room, output);
        }
    }

    private void Do(Room room, RoomOutput output)
    {
        switch (output)
        {
            case Send send:
                Count(send.Message);
                Deliver(send.To, send.Message);
                break;
            case Broadcast broadcast:
                foreach (SessionId session in broadcast.To)
                {
                    Deliver(session, broadcast.Message);
                }

                break;
            case Claim claim:
                _rights.Note(claim);
                break;
            case Append append:
                Store.Append(new StoredChange(append.Revision, append.Bytes));
                PlanCommit(room, append.Revision);
                break;
            case Close close when _connections.Remove(close.Session, out SimulatedConnection? connection):
                connection.ServerClosed();
                break;
        }
    }

    private void PlanCommit(Room room, long revision)
    {
        if (_fault == ServerFault.AcknowledgesEarly)
        {
            _time.After(0, () => Run((running, outputs) => running.Committed(Math.Min(revision, running.Revision), _time.Now, outputs)));
        }

        if (_commitPlanned)
        {
            return;
        }

        _commitPlanned = true;
        int life = _life;
        _time.After(_random.Next(1, 60), () =>
        {
            if (life == _life)
            {
                _commitPlanned = false;
                long committed = Store.Commit();
                Run((_, outputs) => room.Committed(committed, _time.Now, outputs));
            }
        });
    }

    private void Deliver(SessionId to, ServerMessage message)
    {
        if (_fault == ServerFault.OmitsApplied && message is ResponseMessage response)
        {
            message = response with { Applied = null };
        }

        if (_connections.TryGetValue(to, out SimulatedConnection? connection))
        {
            connection.ToClient(message);
        }
    }

    /// <summary>The bug of forgotten ids: what was seen before looks like something new.</summary>
    private ClientMessage Distort(SessionId session, ClientMessage message)
    {
        if (message is JoinMessage join)
        {
            _clients[session] = join.Client!;
        }

        const long Unused = 1_000_000;
        return _fault == ServerFault.ForgetsIds
            && message is ChangeMessage { Id: { } id } change
            && !_seen.Add((_clients[session], id))
                ? change with { Id = id + (Unused * _random.Next(1, 1_000)), After = null }
                : message;
    }

    private void Count(ServerMessage message)
    {
        AppliedResponses += message is ResponseMessage { Applied: not null } ? 1 : 0;
        Rejections += message is ResponseMessage { Status: ResponseStatus.Rejected } ? 1 : 0;
        RoleRefusals += message is ResponseMessage { Status: ResponseStatus.Rejected, Error.Code: ErrorCodes.Forbidden } ? 1 : 0;
        LockRefusals += message is ResponseMessage { Status: ResponseStatus.Rejected, Error.Code: ErrorCodes.Locked } ? 1 : 0;
        Snapshots += message is SyncMessage { Snapshot: not null, Revision: > 0 } ? 1 : 0;
    }
}
