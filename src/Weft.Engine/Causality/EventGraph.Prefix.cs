namespace Weft.Engine;

/// <content>
/// How much of the beginning a version has. People who write at once are a few events behind each other, so two of their
/// versions differ near the end only, however many heads they have: below what both have from the beginning on nothing
/// needs to be looked at.
/// </content>
internal sealed partial class EventGraph
{
    /// <summary>Among so many runs a version's first gap is looked for.</summary>
#if DEBUG
    private const int PrefixRuns = 6;
#else
    private const int PrefixRuns = 1_024;
#endif

    // The last version that was asked for: the parents of a change are asked for again and again.
    private readonly EventList _lastHeads = new();
    private readonly EventList _lastRuns = new();
    private int _lastPrefix;

    /// <summary>
    /// So many of the first events are in a version. There may be more: it is exact unless some event that the version
    /// lacks has more than <see cref="PrefixRuns"/> runs after it.
    /// </summary>
    public int PrefixOf(ReadOnlySpan<int> heads)
    {
        if (heads.Length <= 1)
        {
            return heads.IsEmpty ? BaseEvents : PrefixOf(heads[0], RunIndexOf(heads[0]));
        }

        RunsOf(heads);
        return _lastPrefix < 0 ? _lastPrefix = FindPrefix(heads) : _lastPrefix;
    }

    /// <summary>The indexes of the graph runs of a version's heads. Valid until the next call or change of the graph.</summary>
    private ReadOnlySpan<int> RunsOf(ReadOnlySpan<int> heads)
    {
        if (!heads.SequenceEqual(_lastHeads.Span))
        {
            _lastHeads.Set(heads);
            _lastRuns.Clear();
            _lastPrefix = -1;
            foreach (var head in heads)
            {
                _lastRuns.Add(RunIndexOf(head));
            }
        }

        return _lastRuns.Span;
    }

    /// <summary>The same of an event and its past: what its run began with, and all of the run when that was all.</summary>
    private int PrefixOf(int lv, int runIndex)
    {
        if (runIndex < 0)
        {
            return BaseEvents;
        }

        ref var run = ref _runs.Items[runIndex];
        return run.Prefix == run.Start ? lv + 1 : run.Prefix;
    }

    private int FindPrefix(ReadOnlySpan<int> heads)
    {
        var runs = _lastRuns.Span;
        var prefix = 0;
        for (var i = 0; i < heads.Length; i++)
        {
            prefix = Math.Max(prefix, PrefixOf(heads[i], runs[i]));
        }

        if (prefix > heads[^1])
        {
            return prefix;
        }

        var first = RunIndexOf(prefix);
        var count = runs[^1] - first + 1;
        if (count > PrefixRuns)
        {
            return HasAllUpToItsLatest(heads) ? heads[^1] + 1 : prefix;
        }

        Span<int> reached = stackalloc int[count];
        Reach(reached, first, prefix);
        for (var i = 0; i < count && reached[i] > prefix; i++)
        {
            prefix = reached[i];
            if (prefix < _runs.Items[first + i].End)
            {
                break;
            }
        }

        return prefix;
    }

    /// <summary>Finds up to where some runs are in the version.</summary>
    /// <param name="reached">All 0; is given for each run the event after the last one that the version has.</param>
    /// <param name="first">The first of the runs; the others follow it, up to the latest head's.</param>
    /// <param name="prefix">So many of the first events are in the version, so that nobody needs to look there.</param>
    private void Reach(Span<int> reached, int first, int prefix)
    {
        for (var i = _lastHeads.Count - 1; i >= 0 && _lastHeads[i] >= prefix; i--)
        {
            reached[_lastRuns[i] - first] = _lastHeads[i] + 1;
        }

        for (var run = reached.Length - 1; run >= 0; run--)
        {
            if (reached[run] == 0)
            {
                continue;
            }

            ref var piece = ref _runs.Items[first + run];
            for (var i = piece.Parents + piece.ParentCount - 1; i >= piece.Parents && _parents.Items[i] >= prefix; i--)
            {
                ref var end = ref reached[_parentRuns.Items[i] - first];
                end = Math.Max(end, _parents.Items[i] + 1);
            }
        }
    }
}
