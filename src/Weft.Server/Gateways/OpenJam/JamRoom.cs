using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>
/// What the connections of OpenJam's front-ends to one board know of each other, and the room does not: who is behind a client id, what an
/// operation was called when it came, and how many everybody has sent. Nothing of the board is in it. Thread-safe.
/// </summary>
internal sealed class JamRoom(TimeProvider time)
{
    /// <summary>Operations that are remembered until everybody was told of them: far more than are ever on their way.</summary>
    private const int MaxRelays = 4_096;

    /// <summary>People that are remembered after they left.</summary>
    private const int MaxLeft = 1_000;

    /// <summary>Pages of one user whose loads are remembered.</summary>
    private const int MaxPages = 8;

    private readonly ConcurrentDictionary<string, JamUser> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _counters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _left = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Client, long Change), JamRelay> _relays = new();
    private readonly ConcurrentQueue<(string Client, long Change)> _order = new();
    private readonly ConcurrentDictionary<string, string> _authors = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _oldest = new();
    private readonly ConcurrentDictionary<string, ImmutableList<JamLoad>> _loads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long Revision, long At)> _sent = new(StringComparer.Ordinal);
    private ImmutableList<OpenJamConnection> _connections = [];
    private long _lastOperation = time.GetTimestamp();

    /// <summary>The connections to the board.</summary>
    public ImmutableList<OpenJamConnection> Connections => Volatile.Read(ref _connections);

    /// <summary>When the newest operation came, to find out who was forgotten for longest.</summary>
    public long LastOperation => Interlocked.Read(ref _lastOperation);

    /// <summary>Somebody comes; to be called before the room is told.</summary>
    public void Enter(OpenJamConnection connection, string client, JamUser user)
    {
        Come(client, user);
        ImmutableInterlocked.Update(ref _connections, (all, added) => all.Add(added), connection);
    }

    /// <summary>Somebody changes the board as a client, for a moment or for as long as a connection lasts.</summary>
    public void Come(string client, JamUser user)
    {
        _users[client] = user;
        _authors[client] = user.Id;
        _oldest.Enqueue(client);
        while (_oldest.Count > MaxRelays && _oldest.TryDequeue(out var oldest))
        {
            _authors.TryRemove(oldest, out _);
        }
    }

    /// <summary>A client that came for a moment has gone.</summary>
    public void Go(string client) => _users.TryRemove(client, out _);

    /// <summary>Whether a client is somebody, or was lately.</summary>
    public bool IsBy(string client, string user) => _authors.TryGetValue(client, out var author) && string.Equals(author, user, StringComparison.Ordinal);

    /// <summary>A page of somebody has loaded the board.</summary>
    public void Loaded(string user, JamLoad load)
    {
        if (_loads.Count >= MaxLeft && !_loads.ContainsKey(user))
        {
            _loads.Clear();
            _sent.Clear();
        }

        _loads.AddOrUpdate(
            user, static (_, load) => [load], static (_, all, load) => (all.Count < MaxPages ? all : all.RemoveAt(0)).Add(load), load);
    }

    /// <summary>A load has gone out to a page of somebody, who shows from then on what was so at its revision, whatever the page was told since.</summary>
    public void Sent(string user, long revision)
    {
        _sent[user] = (revision, time.GetTimestamp());
        foreach (var page in Connections.Where(page => string.Equals(page.User.Id, user, StringComparison.Ordinal)))
        {
            page.Loads(revision);
        }
    }

    /// <summary>The revision of the load that went out to somebody lately; null for none.</summary>
    public long? SentLately(string user, TimeSpan lately) => _sent.TryGetValue(user, out var sent) && time.GetElapsedTime(sent.At) < lately ? sent.Revision : null;

    /// <summary>What the page of somebody had that saves: of several, the one that is most like it, and newest. Null when none has loaded.</summary>
    public JamLoad? LoadLike(string user, JamLoad saved) =>
        _loads.TryGetValue(user, out var all) ? all.Reverse().MinBy(load => load.Differences(saved)) : null;

    /// <summary>A page of somebody has saved.</summary>
    /// <param name="user">Who.</param>
    /// <param name="load">What it had; null when nobody knows.</param>
    /// <param name="saved">What it saved.</param>
    public void Saved(string user, JamLoad? load, JamLoad saved)
    {
        if (load is null)
        {
            Loaded(user, saved);
        }
        else
        {
            _loads.AddOrUpdate(user, static (_, change) => [change.After], static (_, all, change) => all.Replace(change.Before, change.After), (Before: load, After: saved with { Revision = load.Revision }));
        }
    }

    /// <summary>Somebody has gone.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="client">Its client id.</param>
    /// <param name="revision">What it was told of last.</param>
    public void Leave(OpenJamConnection connection, string client, long revision)
    {
        ImmutableInterlocked.Update(ref _connections, (all, gone) => all.Remove(gone), connection);
        if (_users.TryRemove(client, out var user))
        {
            if (_left.Count >= MaxLeft)
            {
                _left.Clear();
            }

            _left[user.Id] = revision;
        }
    }

    /// <summary>Who is behind a client id; null for a client of Weft itself.</summary>
    public JamUser? Find(string client) => _users.GetValueOrDefault(client);

    /// <summary>The revision that somebody was told of when they left last; null when they were not here.</summary>
    public long? LeftAt(string user) => _left.TryGetValue(user, out var revision) ? revision : null;

    /// <summary>Counts an operation of somebody.</summary>
    /// <returns>How many they have sent by now, over all their connections.</returns>
    public long Count(string user)
    {
        Interlocked.Exchange(ref _lastOperation, time.GetTimestamp());
        return _counters.AddOrUpdate(user, 1, static (_, count) => count + 1);
    }

    /// <summary>Keeps how an operation came, for those who are told of the change that it became.</summary>
    public void Keep(string client, long change, JamRelay relay)
    {
        if (_relays.TryAdd((client, change), relay))
        {
            _order.Enqueue((client, change));
        }

        while (_order.Count > MaxRelays && _order.TryDequeue(out var oldest))
        {
            _relays.TryRemove(oldest, out _);
        }
    }

    /// <summary>How the operation came that a change was made of; null when it was none of OpenJam's.</summary>
    public JamRelay? RelayOf(string client, long change) => _relays.GetValueOrDefault((client, change));
}
