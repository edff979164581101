using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <content>Versions: those of the past, critical ones, and their names.</content>
internal sealed partial class EventGraph
{
    /// <summary>
    /// Now and then the heads before a run. How far apart they are grows with the heads, so that all together take no
    /// more room than the runs.
    /// </summary>
    private Column<Checkpoint> _checkpoints = new();
    private Column<int> _checkpointHeads = new();
    private int _nextCheckpoint;

    /// <summary>The last version of the past that was asked for: all before a run, and some events of it.</summary>
    private Column<int> _pastHeads = new();
    private int _pastRun = -1;

    private Version? _headsVersion;

    /// <summary>
    /// The version of the first so many events. Valid until the next call or change of the graph. Fast for growing
    /// numbers, O(log n) and some 50 runs for any.
    /// </summary>
    public ReadOnlySpan<int> HeadsAt(int eventCount)
    {
        Debug.Assert(eventCount >= BaseEvents && eventCount <= EventCount, "The version is held.");
        if (eventCount == EventCount)
        {
            return Heads;
        }

        if (eventCount == BaseEvents)
        {
            return BaseEvents == 0 ? [] : BaseHead();
        }

        var run = RunIndexOf(eventCount - 1);
        if (run != _pastRun)
        {
            GoToPast(run);
        }

        _pastHeads.Last = eventCount - 1;
        return _pastHeads.Span;
    }

    /// <summary>
    /// The latest critical event not after another. Where there is none it is the one that stands for the horizon, or
    /// -1 for the root, which are critical always.
    /// </summary>
    public int LatestCritical(int notAfter)
    {
        var items = _critical.Items;
        var high = _critical.Count - 1;
        if (high < 0 || items[0].Start > notAfter)
        {
            return BaseEvents - 1;
        }

        if (items[high].Start > notAfter)
        {
            var low = 0;
            while (low + 1 < high)
            {
                var middle = (low + high) >> 1;
                if (items[middle].Start <= notAfter)
                {
                    low = middle;
                }
                else
                {
                    high = middle;
                }
            }

            high = low;
        }

        return Math.Min(items[high].End - 1, notAfter);
    }

    /// <summary>Whether an event is critical.</summary>
    public bool IsCritical(int lv) => LatestCritical(lv) == lv;

    /// <summary>The event after the last of the critical ones that follow one another from a critical event on.</summary>
    public int CriticalEnd(int lv)
    {
        var index = CriticalRangeAfter(lv);
        return _critical.Items[index - 1].End;
    }

    /// <summary>The first critical event after one that is not; the number of events when there is none.</summary>
    public int NextCritical(int lv)
    {
        var index = CriticalRangeAfter(lv);
        return index < _critical.Count ? _critical.Items[index].Start : EventCount;
    }

    private int CriticalRangeAfter(int lv)
    {
        int low = 0, high = _critical.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_critical.Items[middle].Start > lv)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>The names of a version's heads. Allocates, but for the version of all events asked for again.</summary>
    public Version ToVersion(ReadOnlySpan<int> heads)
    {
        if (heads.SequenceEqual(_heads.Span))
        {
            return _headsVersion ??= Name(heads);
        }

        return Name(heads);
    }

    /// <summary>Finds the events that a version names, and reduces them.</summary>
    /// <param name="version">The version. Of its heads some may be in the past of others.</param>
    /// <param name="into">Is cleared, and given the sorted heads when they are found.</param>
    /// <param name="missing">Which of the version's heads has not arrived, when one has not; else -1.</param>
    /// <returns>
    /// Unknown when a head has not arrived; below the horizon when the version does not have everything there in its past.
    /// </returns>
    public EventLookup Resolve(Version version, EventList into, out int missing)
    {
        missing = -1;
        if (ReferenceEquals(version, _headsVersion))
        {
            into.Set(_heads.Span);
            return EventLookup.Found;
        }

        return Resolve(version.Heads.AsSpan(), into, out missing);
    }

    /// <summary>Finds events by their names, and reduces them; see <see cref="Resolve(Version, EventList, out int)"/>.</summary>
    public EventLookup Resolve(ReadOnlySpan<EventId> names, EventList into, out int missing)
    {
        missing = -1;
        into.Clear();
        for (var i = 0; i < names.Length; i++)
        {
            switch (Find(names[i], out var lv))
            {
                case EventLookup.Found:
                    into.Add(lv);
                    break;
                case EventLookup.Unknown:
                    missing = i;
                    return EventLookup.Unknown;
            }
        }

        if (into.Count > 0)
        {
            // All that is held has in its past whatever was named below the horizon.
            Reduce(into);
            return EventLookup.Found;
        }

        return ResolveBase(names, into);
    }

    /// <summary>A version that names nothing that is held is known when it has all heads of the horizon.</summary>
    private EventLookup ResolveBase(ReadOnlySpan<EventId> names, EventList into)
    {
        foreach (var head in _baseVersion.Heads)
        {
            if (!names.Contains(head))
            {
                return EventLookup.BelowHorizon;
            }
        }

        if (BaseEvents > 0)
        {
            into.Add(BaseEvents - 1);
        }

        return EventLookup.Found;
    }

    private Version Name(ReadOnlySpan<int> heads)
    {
        if (heads.IsEmpty || heads[0] < BaseEvents)
        {
            return _baseVersion;
        }

        var names = new EventId[heads.Length];
        for (var i = 0; i < heads.Length; i++)
        {
            names[i] = NameOf(heads[i]);
        }

        Array.Sort(names);
        return Version.OfSorted(ImmutableCollectionsMarshal.AsImmutableArray(names));
    }

    private ReadOnlySpan<int> BaseHead()
    {
        _onlyParent[0] = BaseEvents - 1;
        return _onlyParent;
    }

    /// <summary>Takes the version of the past into a run.</summary>
    private void GoToPast(int run)
    {
        var checkpoint = CheckpointAtOrBefore(run);
        if (_pastRun < _checkpoints.Items[checkpoint].Run || _pastRun > run)
        {
            var offset = _checkpoints.Items[checkpoint].Offset;
            var end = checkpoint + 1 < _checkpoints.Count ? _checkpoints.Items[checkpoint + 1].Offset : _checkpointHeads.Count;
            _pastHeads.Truncate(0);
            _pastHeads.AddRange(_checkpointHeads.Span[offset..end]);
            _pastRun = _checkpoints.Items[checkpoint].Run;
            Advance(ref _pastHeads, ParentsOfRun(_pastRun), _runs.Items[_pastRun].End - 1);
        }

        // All of a run is in the version before it goes on to the next one.
        _pastHeads.Last = _runs.Items[_pastRun].End - 1;
        while (_pastRun < run)
        {
            _pastRun++;
            Advance(ref _pastHeads, ParentsOfRun(_pastRun), _runs.Items[_pastRun].End - 1);
        }
    }

    private int CheckpointAtOrBefore(int run)
    {
        int low = 0, high = _checkpoints.Count;
        while (low + 1 < high)
        {
            var middle = (low + high) >> 1;
            if (_checkpoints.Items[middle].Run <= run)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void AddCheckpointWhenDue()
    {
        if (_runs.Count < _nextCheckpoint)
        {
            return;
        }

        _checkpoints.Add(new Checkpoint { Run = _runs.Count, Offset = _checkpointHeads.Count });
        _checkpointHeads.AddRange(_heads.Span);
        _nextCheckpoint = _runs.Count + Math.Max(CheckpointRuns, _heads.Count);
    }

    /// <summary>Where the heads before a run are.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Checkpoint
    {
        public int Run;
        public int Offset;
    }
}
