using System.Collections.Immutable;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>The most recent changes, bounded by number and bytes.</summary>
internal sealed class ChangeTail(RoomOptions options)
{
    private readonly List<RecentChange> _changes = [];
    private int _start;
    private long _bytes;

    /// <summary>The revision before the first change that is kept: what happened since it is known.</summary>
    internal long Base { get; private set; }

    /// <summary>The newest revision.</summary>
    internal long Revision => Base + Count;

    private int Count => _changes.Count - _start;

    /// <summary>Forgets all, to go on after a revision.</summary>
    internal void Restart(long revision)
    {
        _changes.Clear();
        _start = 0;
        _bytes = 0;
        Base = revision;
    }

    /// <exception cref="InvalidOperationException">The change is not the next one.</exception>
    internal void Add(RecentChange change)
    {
        if (change.Message.Revision != Revision + 1)
        {
            throw new InvalidOperationException("A change is not the successor of the newest one.");
        }

        _changes.Add(change);
        _bytes += change.StoredBytes;
        while (Count > options.TailChanges || (_bytes > options.TailBytes && Count > 0))
        {
            _bytes -= _changes[_start].StoredBytes;
            _start++;
            Base++;
        }

        if (_start > 64 && _start > _changes.Count / 2)
        {
            _changes.RemoveRange(0, _start);
            _start = 0;
        }
    }

    /// <summary>The changes after a revision; null when it is too far back, or in the future.</summary>
    internal ImmutableArray<RemoteChangeMessage>? After(long revision) =>
        Covers(revision) ? [.. Since(revision).Select(change => change.Message)] : null;

    internal bool Covers(long revision) => Base <= revision && revision <= Revision;

    internal IEnumerable<RecentChange> Since(long revision) => _changes.Skip(_start + (int)(revision - Base));
}
