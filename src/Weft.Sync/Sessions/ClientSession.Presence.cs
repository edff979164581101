using System.Collections.Immutable;
using Weft.Protocol;

namespace Weft.Sync;

/// <content>The others, and where they are.</content>
public sealed partial class ClientSession
{
    private readonly SortedDictionary<string, User> _users = new(StringComparer.Ordinal);

    /// <summary>The others' cursors, in offsets of the confirmed document.</summary>
    private readonly Dictionary<string, RemoteCursorMessage> _cursors = new(StringComparer.Ordinal);

    /// <summary>The others that are here now, by client id.</summary>
    public IReadOnlyDictionary<string, User> Users => _users;

    /// <summary>The others' clients that have a cursor.</summary>
    public IEnumerable<string> CursorClients => _cursors.Keys;

    /// <summary>Another client's cursor with its offsets in the view; null without one.</summary>
    public RemoteCursorMessage? Cursor(string client) =>
        _cursors.TryGetValue(client, out RemoteCursorMessage? cursor) ? cursor with { Ranges = InView(cursor) } : null;

    /// <summary>Tells the others where this client is. The caller keeps to 20 a second.</summary>
    /// <param name="cursor">With offsets in the view; its base is set here.</param>
    /// <param name="outputs">Where to add the message; nothing is added while disconnected.</param>
    public void Point(CursorMessage cursor, ICollection<SessionOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        ArgumentNullException.ThrowIfNull(outputs);
        if (IsJoined)
        {
            outputs.Add(new Transmit(cursor with { Base = Revision, Ranges = InConfirmed(cursor) }));
        }
    }

    private ImmutableArray<CursorRange>? InView(RemoteCursorMessage cursor)
    {
        if (cursor.Path is not { } path || cursor.Ranges is not { } ranges)
        {
            return cursor.Ranges;
        }

        return [.. ranges.Select(range => new CursorRange(InView(path, range.Anchor), InView(path, range.Head)))];
    }

    private int InView(string path, int position) =>
        Pending.Aggregate(position, (mapped, change) => change.Text(path).MapPosition(mapped, isAfter: false));

    private ImmutableArray<CursorRange>? InConfirmed(CursorMessage cursor)
    {
        if (cursor.Path is not { } path || cursor.Ranges is not { } ranges)
        {
            return cursor.Ranges;
        }

        return [.. ranges.Select(range => new CursorRange(InConfirmed(path, range.Anchor), InConfirmed(path, range.Head)))];
    }

    private int InConfirmed(string path, int position) =>
        Pending.Reverse().Aggregate(position, (mapped, change) => change.Text(path).MapPositionBack(mapped));

    private void TakePresence(SyncMessage sync)
    {
        _users.Clear();
        _cursors.Clear();
        foreach (User user in sync.Users)
        {
            _users[user.Client] = user;
        }

        foreach (RemoteCursorMessage cursor in sync.Cursors ?? [])
        {
            _cursors[cursor.Client] = cursor;
        }
    }

    private void OnPresence(PresenceMessage presence, ICollection<SessionOutput> outputs)
    {
        foreach (User user in presence.Joined)
        {
            _users[user.Client] = user;
        }

        foreach (string client in presence.Left)
        {
            _users.Remove(client);
            _cursors.Remove(client);
        }

        outputs.Add(new PresenceChanged(presence));
    }

    private void OnCursor(RemoteCursorMessage cursor, ICollection<SessionOutput> outputs)
    {
        _cursors[cursor.Client] = cursor;
        outputs.Add(new CursorMoved(cursor.Client));
    }

    private void MoveCursors(string path, TextDelta delta, string author)
    {
        foreach ((string client, RemoteCursorMessage cursor) in _cursors.ToArray())
        {
            if (string.Equals(cursor.Path, path, StringComparison.Ordinal) && cursor.Ranges is { } ranges)
            {
                bool isOwn = string.Equals(client, author, StringComparison.Ordinal);
                _cursors[client] = cursor with
                {
                    Ranges =
                    [
                        .. ranges.Select(range => new CursorRange(
                            delta.MapPosition(range.Anchor, isOwn), delta.MapPosition(range.Head, isOwn))),
                    ],
                };
            }
        }
    }
}
