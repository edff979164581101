using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>
/// Which changes of one client are saved, and as which revisions (CHANGE-2). Kept as runs in which id and revision count up
/// together, so that somebody who types alone costs one run.
/// </summary>
internal sealed class SavedIds
{
    private readonly List<Run> _runs = [];

    internal IReadOnlyList<Run> Runs => _runs;

    internal bool TryFind(long id, out long revision)
    {
        int index = IndexOf(id);
        bool found = index >= 0 && id <= _runs[index].LastId;
        revision = found ? _runs[index].Revision + (id - _runs[index].FirstId) : 0;
        return found;
    }

    internal bool Contains(long id) => TryFind(id, out _);

    /// <exception cref="InvalidOperationException">The id is saved already.</exception>
    internal void Add(long id, long revision)
    {
        int index = IndexOf(id);
        if (index >= 0 && id <= _runs[index].LastId)
        {
            throw new InvalidOperationException("A change was saved twice.");
        }

        if (index >= 0 && _runs[index] is var run && run.LastId + 1 == id && run.LastRevision + 1 == revision)
        {
            _runs[index] = run with { LastId = id };
        }
        else
        {
            _runs.Insert(index + 1, new Run(id, id, revision));
        }
    }

    /// <summary>Makes room for runs that are about to be added.</summary>
    internal void Expect(int runs) => _runs.EnsureCapacity(runs);

    internal void AddRun(Run run) => _runs.Add(run);

    /// <summary>The ids alone, as few ranges as can be (JOIN-7).</summary>
    internal ImmutableArray<IdRange> Ranges()
    {
        var ranges = ImmutableArray.CreateBuilder<IdRange>();
        foreach (Run run in _runs)
        {
            if (ranges.Count > 0 && ranges[^1].Last + 1 == run.FirstId)
            {
                ranges[^1] = ranges[^1] with { Last = run.LastId };
            }
            else
            {
                ranges.Add(new IdRange(run.FirstId, run.LastId));
            }
        }

        return ranges.ToImmutable();
    }

    /// <summary>The index of the last run that starts at or below an id, or -1.</summary>
    private int IndexOf(long id)
    {
        int low = 0;
        int high = _runs.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_runs[middle].FirstId <= id)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    /// <summary>Ids and the revisions they made, both counting up by one.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Run(long FirstId, long LastId, long Revision)
    {
        internal long LastRevision => Revision + (LastId - FirstId);
    }
}
