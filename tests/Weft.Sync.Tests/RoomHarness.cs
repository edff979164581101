using System.Text;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync.Tests;

/// <summary>A room with its log at hand, and what each connection was sent.</summary>
internal sealed class RoomHarness
{
    private static readonly RoomIdentity s_identity = new("doc", "Title", "text", "g1");
    private readonly List<StoredChange> _log = [];
    private readonly Dictionary<long, List<ServerMessage>> _inboxes = [];
    private readonly HashSet<long> _granted = [];
    private readonly RoomOptions _options;

    internal RoomHarness(RoomOptions? options = null, bool commits = true)
    {
        _options = options ?? new RoomOptions();
        Commits = commits;
        Room = Open([]);
    }

    internal Room Room { get; private set; }

    internal long Now { get; set; } = 1_790_000_000_000;

    /// <summary>Whether changes are on disk at once.</summary>
    internal bool Commits { get; set; }

    internal List<Close> Closed { get; } = [];

    internal List<Claim> Claims { get; } = [];

    /// <summary>How often the history was needed.</summary>
    internal int Loads { get; private set; }

    internal IReadOnlyList<StoredChange> Log => _log;

    internal string Body => Room.Document.Text("body").Substring(0, Room.Document.Text("body").Length);

    internal List<ServerMessage> Inbox(long session)
    {
        if (!_inboxes.TryGetValue(session, out List<ServerMessage>? inbox))
        {
            _inboxes.Add(session, inbox = []);
        }

        return inbox;
    }

    /// <summary>The newest message of a kind.</summary>
    internal T Last<T>(long session)
        where T : ServerMessage => Inbox(session).OfType<T>().Last();

    internal SyncMessage Join(long session, string client, HaveState? have = null, bool expectAnswer = true)
    {
        Receive(session, new JoinMessage("doc", client, client.ToUpperInvariant(), Have: have));
        return expectAnswer ? Last<SyncMessage>(session) : null!;
    }

    /// <summary>What a connection may do from now on. Who joins without having been granted anything is anyone, in an open server.</summary>
    internal void Grant(long session, RoomGrant grant)
    {
        _granted.Add(session);
        Run(outputs => Room.Grant(new SessionId(session), grant, outputs));
    }

    internal void Grant(long session, string caller, DocumentRole role) => Grant(session, new RoomGrant(caller, role) { IsPersonal = true });

    internal void Receive(long session, ClientMessage message)
    {
        if (message is JoinMessage && !_granted.Contains(session))
        {
            Grant(session, new RoomGrant("anyone", DocumentRole.Admin));
        }

        if (Room.NeedsHistory(new SessionId(session), message))
        {
            Loads++;
            Room.LoadHistory(History(Room.HistoryStart), Now);
        }

        Run(outputs => Room.Receive(new SessionId(session), message, Now, outputs));
    }

    internal void Receive(long session, string frame)
    {
        ParseResult<ClientMessage> result = Wire.ParseClient(Encoding.UTF8.GetBytes(frame));
        Receive(session, result.Message ?? throw new InvalidOperationException(result.Error!.Message));
    }

    /// <summary>Inserts text and gives the answer.</summary>
    internal ResponseMessage Type(long session, long id, long revision, int at, string text, long? after = null) =>
        Change(session, id, revision, after, new TextOperation("body", [new TextEdit(at, at, TextContent.Of(text))]));

    internal ResponseMessage Change(long session, long id, long revision, long? after, params WireOperation[] ops)
    {
        Receive(session, new ChangeMessage(revision, [.. ops], after) { Id = id });
        return Inbox(session).OfType<ResponseMessage>().LastOrDefault(response => response.InReply == id)!;
    }

    internal void Commit(long revision) => Run(outputs => Room.Committed(revision, Now, outputs));

    internal void Disconnect(long session)
    {
        _granted.Remove(session);
        Run(outputs => Room.Disconnected(new SessionId(session), Now, outputs));
    }

    internal void Rename(string title) => Run(outputs => Room.Rename(title, outputs));

    internal void Tick(long later)
    {
        Now += later;
        Run(outputs => Room.Tick(Now, outputs));
    }

    /// <summary>The process ends and begins again.</summary>
    internal void Reopen(bool withSnapshot, int tail = 0)
    {
        Room = withSnapshot
            ? Open(Room.Snapshot(), _log.Where(entry => entry.Revision > Room.Revision - tail))
            : Open(_log);
        _granted.Clear();
        Room.LoadNames(Claims.Select(claim => KeyValuePair.Create(claim.Client, claim.Name)));
        Room.LoadOwners(Claims.Where(claim => claim.Caller.Contains(':', StringComparison.Ordinal)).Select(claim => KeyValuePair.Create(claim.Client, claim.Caller)));
    }

    /// <summary>The process begins with another log.</summary>
    internal void Load(IEnumerable<StoredChange> log)
    {
        _log.Clear();
        _log.AddRange(log);
        Room = Open(_log);
    }

    /// <summary>Opens from the whole log.</summary>
    internal Room Open(IEnumerable<StoredChange> log) => Room.Open(s_identity, Check, _options, new Random(1), log);

    /// <summary>Opens from a snapshot, or from the whole log when that cannot be used.</summary>
    internal Room Open(ReadOnlyMemory<byte> snapshot, IEnumerable<StoredChange> log) =>
        Room.TryOpen(s_identity, Check, _options, new Random(1), snapshot, log, out Room? room, out _)
            ? room
            : Room.Open(s_identity, Check, _options, new Random(1), History(_log.Count), log);

    /// <summary>The history as a host reads it.</summary>
    internal StoredHistory History(long revision)
    {
        var history = new StoredHistory();
        _log.TakeWhile(entry => entry.Revision <= revision).ToList().ForEach(history.Add);
        return history;
    }

    internal static SchemaViolation? Check(Operation operation) =>
        operation is AddItem { Kind: "bad" } ? new SchemaViolation(ErrorCodes.BadProperty, "No.") : null;

    private void Run(Action<List<RoomOutput>> action)
    {
        var outputs = new List<RoomOutput>();
        action(outputs);
        foreach (RoomOutput output in outputs)
        {
            switch (output)
            {
                case Send send:
                    Inbox(send.To.Value).Add(send.Message);
                    break;
                case Broadcast broadcast:
                    foreach (SessionId session in broadcast.To)
                    {
                        Inbox(session.Value).Add(broadcast.Message);
                    }

                    break;
                case Append append:
                    _log.Add(new StoredChange(append.Revision, append.Bytes));
                    break;
                case Close close:
                    Closed.Add(close);
                    _granted.Remove(close.Session.Value);
                    break;
                case Claim claim:
                    Claims.Add(claim);
                    break;
            }
        }

        if (Commits && Room.CommittedRevision < Room.Revision)
        {
            Commit(Room.Revision);
        }
    }
}
