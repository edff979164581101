using System.Collections.Concurrent;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>The boards that front-ends are connected to, or were: their counters go on when somebody comes back. Thread-safe.</summary>
internal sealed class JamRooms(TimeProvider time)
{
    /// <summary>Boards that are remembered; those that are left longest go first.</summary>
    private const int MaxRooms = 1_000;

    private readonly ConcurrentDictionary<string, JamRoom> _rooms = new(StringComparer.Ordinal);

    /// <summary>What is known of a board's connections.</summary>
    public JamRoom Of(string document)
    {
        if (_rooms.Count >= MaxRooms && !_rooms.ContainsKey(document))
        {
            foreach (var (left, _) in _rooms.Where(room => room.Value.Connections.IsEmpty).OrderBy(room => room.Value.LastOperation).Take(MaxRooms / 10).ToList())
            {
                _rooms.TryRemove(left, out _);
            }
        }

        return _rooms.GetOrAdd(document, static (_, time) => new JamRoom(time), time);
    }

    /// <summary>What is known of a board's connections; null when none was there.</summary>
    public JamRoom? Find(string document) => _rooms.GetValueOrDefault(document);
}
