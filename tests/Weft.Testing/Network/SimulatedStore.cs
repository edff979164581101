using Weft.Sync;

namespace Weft.Testing.Network;

/// <summary>A store in which only what was committed outlives a crash.</summary>
public sealed class SimulatedStore
{
    private static readonly RoomIdentity s_identity = new("doc", "Document", "text", "g1");
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

    /// <summary>Opens a room with what is on disk: from the snapshot if that can be used.</summary>
    public Room Open(SchemaCheck schema, RoomOptions options, Random random, int tail)
    {
        if (_snapshot is not { } snapshot)
        {
            return Room.Open(s_identity, schema, options, random, _committed);
        }

        IEnumerable<StoredChange> log = _committed.Where(entry => entry.Revision > snapshot.Revision - tail);
        return Room.TryOpen(s_identity, schema, options, random, snapshot.Bytes, log, out Room? room, out _)
            ? room
            : Room.Open(s_identity, schema, options, random, History(_committed.Count), log);
    }

    /// <summary>Opens a room from the log alone.</summary>
    public Room OpenWhole(SchemaCheck schema, Random random) => Room.Open(s_identity, schema, new RoomOptions(), random, _committed);

    /// <summary>Reads the log up to a revision.</summary>
    public StoredHistory History(long revision)
    {
        var history = new StoredHistory();
        foreach (StoredChange entry in _committed.Where(entry => entry.Revision <= revision))
        {
            history.Add(entry);
        }

        return history;
    }
}
