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

    private readonly ConcurrentDictionary<string, JamUser> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _counters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _left = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Client, long Change), JamRelay> _relays = new();
    private readonly ConcurrentQueue<(string Client, long Change)> _order = new();
    private ImmutableList<OpenJamConnection> _connections = [];
    private long _lastOperation = time.GetTimestamp() - (time.TimestampFrequency * 60);

    /// <summary>The connections to the board.</summary>
    public ImmutableList<OpenJamConnection> Connections => Volatile.Read(ref _connections);

    /// <summary>How long ago the newest operation came.</summary>
    public TimeSpan Quiet => time.GetElapsedTime(Interlocked.Read(ref _lastOperation));

    /// <summary>When the newest operation came, to find out who was forgotten for longest.</summary>
    public long LastOperation => Interlocked.Read(ref _lastOperation);

    /// <summary>Somebody comes; to be called before the room is told.</summary>
    public void Enter(OpenJamConnection connection, string client, JamUser user)
    {
        _users[client] = user;
        ImmutableInterlocked.Update(ref _connections, (all, added) => all.Add(added), connection);
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
