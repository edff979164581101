using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <content>Who is here: joining, leaving, presence.</content>
public sealed partial class Room
{
    /// <summary>Sixteen of these make a client id that nobody has by accident (80 bits).</summary>
    private const string ClientAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    private const int ClientLength = 16;

    /// <summary>Colours that are told apart well on white and on black.</summary>
    private static readonly ImmutableArray<string> s_colors =
    [
        "#e03131", "#2f9e44", "#1971c2", "#f08c00", "#9c36b5", "#0c8599", "#c2255c", "#66a80f",
        "#4263eb", "#e8590c", "#6741d9", "#099268",
    ];

    private (long Revision, WireSnapshot Snapshot)? _whole;
    private long _lastJoin;

    private void Join(SessionId id, JoinMessage join, long now, ICollection<RoomOutput> outputs)
    {
        if (_sessions.Remove(id, out RoomSession? former))
        {
            Depart(former, outputs);
        }

        string name = join.Client ?? NewClient();
        if (JudgeJoin(id, name, out RoomGrant grant) is { } error)
        {
            Hold(new Send(id, new ResponseMessage(ResponseStatus.Error, join.Id, Error: error)), outputs);
            return;
        }

        _lastJoin = now;
        bool isKnown = ReplaceOlder(name, outputs);
        var user = new User(name, grant.Name ?? join.Name ?? Names.Guest, join.Color ?? RareColor(), grant.IsGuest ? true : null);
        RoomSession[] others = [.. Present()];
        var session = new RoomSession(id, _state.ClientOf(name), user, grant);
        _sessions.Add(id, session);
        SessionCount++;
        if (grant.IsPersonal)
        {
            Claim(session, outputs);
        }

        Hold(new Send(id, Sync(session, join, others, now)), outputs);
        Tell(new PresenceMessage([user], [], SessionCount), session, outputs);
        if (isKnown)
        {
            // The cursor of the connection that was replaced is void.
            Tell(new RemoteCursorMessage(name, Revision), session, outputs);
        }
    }

    private void Leave(SessionId id, RoomSession? session, long? request, ICollection<RoomOutput> outputs)
    {
        if (session is { IsJoined: true })
        {
            Depart(session, outputs);
        }

        Hold(new Send(id, new ResponseMessage(ResponseStatus.Ok, request)), outputs);
    }

    private void Depart(RoomSession session, ICollection<RoomOutput> outputs)
    {
        if (!session.IsJoined)
        {
            return;
        }

        session.IsJoined = false;
        session.Cursor = null;
        session.CursorWaits = false;
        SessionCount--;
        Tell(new PresenceMessage([], [session.Client.Name], SessionCount), session, outputs);
    }

    /// <summary>Closes the older connection of a client; its place is taken, so nobody is told that it left.</summary>
    private bool ReplaceOlder(string client, ICollection<RoomOutput> outputs)
    {
        RoomSession? older = Present().FirstOrDefault(
            session => string.Equals(session.Client.Name, client, StringComparison.Ordinal));
        if (older is null)
        {
            return false;
        }

        Forget(older.Id);
        SessionCount--;
        outputs.Add(new Close(older.Id, CloseCodes.Replaced, "This client connected elsewhere."));
        return true;
    }

    private SyncMessage Sync(RoomSession session, JoinMessage join, RoomSession[] others, long now)
    {
        ImmutableArray<RemoteChangeMessage>? changes =
            join.Have is { } have && string.Equals(have.Generation, _identity.Generation, StringComparison.Ordinal)
                ? _tail.After(have.Revision)
                : null;
        return new SyncMessage(
            _identity.Document,
            _title,
            _identity.Kind,
            _identity.Generation,
            Revision,
            session.Client.Name,
            session.User.Color,
            now,
            [.. others.Select(other => other.User)],
            session.Client.Saved.Ranges(),
            join.Id,
            changes,
            changes is null ? WholeDocument() : null,
            [.. others.Select(other => CursorAt(other, now)).OfType<RemoteCursorMessage>()],
            session.Grant.Role,
            RunOf(session.Grant),
            session.User.Name);
    }

    /// <summary>The document of now; those who join one after the other, with no change between them, share it.</summary>
    private WireSnapshot WholeDocument()
    {
        if (_whole is not { } whole || whole.Revision != Revision)
        {
            _whole = whole = (Revision, MakeSnapshot());
        }

        return whole.Snapshot;
    }

    private WireSnapshot MakeSnapshot()
    {
        var texts = new SortedDictionary<string, ImmutableArray<WireRun>>(StringComparer.Ordinal);
        foreach (string path in _state.Document.TextPaths)
        {
            texts.Add(path, SnapshotTexts.ToWire(_state.Document.Text(path)));
        }

        var items = new SortedDictionary<string, ImmutableArray<WireItem>>(StringComparer.Ordinal);
        foreach (string collection in _state.Document.Collections)
        {
            items.Add(collection, [.. _state.Document.Items(collection).Select(ToWire)]);
        }

        return new WireSnapshot(texts, items);
    }

    private static WireItem ToWire(Item item) => new(item.Id, item.Kind, WireValues.ToWire(item.Properties));

    private IEnumerable<RoomSession> Present() =>
        _sessions.Values.Where(session => session.IsJoined).OrderBy(session => session.Id.Value);

    private string NewClient()
    {
        string name;
        do
        {
            name = new string(_random.GetItems<char>(ClientAlphabet, ClientLength));
        }
        while (_state.Clients.ContainsKey(name));

        return name;
    }

    private string RareColor()
    {
        string[] used = [.. Present().Select(session => session.User.Color)];
        int offset = _random.Next(s_colors.Length);
        return Enumerable.Range(0, s_colors.Length)
            .Select(index => s_colors[(index + offset) % s_colors.Length])
            .MinBy(color => used.Count(other => string.Equals(other, color, StringComparison.OrdinalIgnoreCase)))!;
    }
}
