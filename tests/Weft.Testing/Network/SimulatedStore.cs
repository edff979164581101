using Weft.Sync;

namespace Weft.Testing.Network;

/// <summary>A store in which only what was committed outlives a crash.</summary>
public sealed class SimulatedStore
{
    private readonly List<StoredChange> _committed = [];
    private readonly Queue<StoredChange> _waiting = new();
    private (long Revision, byte[] Bytes)? _snapshot;

    /// <summary>All that is on disk.</summary>
    public IReadOnlyList<StoredChange> Log => _committed;

    /// <summary>Entries that a crash took.</summary>
    public int Lost { get; private set; }

    /// <summary>Whether some entries are not on disk yet.</summary>
    public bool IsWriting => _waiting.Count > 0;

    /// <summary>Begins to write.</summary>
    public void Append(StoredChange entry) => _waiting.Enqueue(entry);

    /// <summary>All that was begun is on disk; tells the newest revision.</summary>
    public long Commit()
    {
        while (_waiting.TryDequeue(out StoredChange entry))
        {
            if (entry.Revision != _committed.Count + 1)
            {
                throw new InvalidOperationException($"Revision {entry.Revision} was appended after {_committed.Count}.");
            }

            _committed.Add(entry);
        }

        return _committed.Count;
    }

    /// <summary>Keeps a snapshot, if all that is in it is on disk.</summary>
    public void Save(long revision, byte[] bytes)
    {
        if (revision <= _committed.Count)
        {
            _snapshot = (revision, bytes);
        }
    }

    /// <summary>Some of what was being written has reached the disk, though nobody was told; the rest is gone.</summary>
    public void Crash(int reached)
    {
        for (; reached > 0 && _waiting.TryDequeue(out StoredChange entry); reached--)
        {
            _committed.Add(entry);
        }

        Lost += _waiting.Count;
        _waiting.Clear();
    }

    /// <summary>Opens a room with what is on disk.</summary>
    public Room Open(SchemaCheck schema, RoomOptions options, Random random, int tail)
    {
        long snapshot = _snapshot?.Revision ?? 0;
        return Room.Open(
            new RoomIdentity("doc", "Document", "text", "g1"),
            schema,
            options,
            random,
            _snapshot?.Bytes ?? ReadOnlyMemory<byte>.Empty,
            _committed.Where(entry => entry.Revision > snapshot - tail));
    }
}
