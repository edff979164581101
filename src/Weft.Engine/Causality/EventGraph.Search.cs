namespace Weft.Engine;

/// <content>
/// Walks through the past. Each goes from the newest event down and takes whole runs at a time, and once it is in a run
/// it has all other events of the run that it was to visit: so it enters every run at most once.
/// </content>
internal sealed partial class EventGraph
{
    // Marks of events in the heap. Of a version's events, those reached from a descendant come first.
    private const int Given = 1;
    private const int Reached = 2;

    private const int InA = 1;
    private const int InB = 2;
    private const int InBoth = InA | InB;

    private readonly EventHeap _heap = new();

    /// <summary>Whether an event is in a version.</summary>
    public bool Contains(ReadOnlySpan<int> heads, int lv)
    {
        if (lv < BaseEvents)
        {
            return true;
        }

        if (heads.IsEmpty || lv > heads[^1])
        {
            return false;
        }

        if (lv < PrefixOf(heads))
        {
            return true;
        }

        var end = _runs.Items[RunIndexOf(lv)].End;
        for (var i = heads.Length - 1; i >= 0 && heads[i] >= lv; i--)
        {
            if (heads[i] < end)
            {
                return true;
            }
        }

        return ContainsSlow(heads, lv, end);
    }

    /// <summary>Takes out of a list the events that are in the past of others, and sorts the rest.</summary>
    public void Reduce(EventList events)
    {
        if (events.Count < 2 || events.Span.SequenceEqual(_heads.Span))
        {
            return;
        }

        var span = events.Span;
        span.Sort();
        var latest = span[^1];
        var critical = LatestCritical(latest);
        var kept = 0;
        for (var i = 0; i < span.Length; i++)
        {
            var isPast = span[i] <= critical && span[i] < latest;
            if (!isPast && (kept == 0 || span[kept - 1] != span[i]))
            {
                span[kept++] = span[i];
            }
        }

        events.Truncate(kept);
        if (kept > 1 && !TryReduceToPrefix(events))
        {
            ReduceSlow(events);
        }
    }

    /// <summary>
    /// Whether a version is that of the first so many events: what somebody saw who gets them in this order, as the
    /// clients of a server do. Then nothing needs to be searched.
    /// </summary>
    private bool HasAllUpToItsLatest(ReadOnlySpan<int> heads) => HeadsAt(heads[^1] + 1).SequenceEqual(heads);

    /// <summary>Reduces a sorted list that has all heads of the version of the first so many events.</summary>
    private bool TryReduceToPrefix(EventList events)
    {
        var heads = HeadsAt(events[events.Count - 1] + 1);
        var next = 0;
        foreach (var lv in events.Span)
        {
            next += next < heads.Length && heads[next] == lv ? 1 : 0;
        }

        if (next < heads.Length)
        {
            return false;
        }

        events.Set(heads);
        return true;
    }

    /// <summary>
    /// Finds what is in one version and not in the other. Costs as much as there are runs between the versions and the
    /// latest version common to both.
    /// </summary>
    /// <param name="a">One version.</param>
    /// <param name="b">The other.</param>
    /// <param name="onlyA">Is cleared, then given what is only in the one, the newest first.</param>
    /// <param name="onlyB">Is cleared, then given what is only in the other, the newest first.</param>
    public void Diff(ReadOnlySpan<int> a, ReadOnlySpan<int> b, RangeList onlyA, RangeList onlyB)
    {
        onlyA.Clear();
        onlyB.Clear();
        if (a.Length <= 1 && b.Length <= 1)
        {
            DiffOfTwo(a.IsEmpty ? BaseEvents - 1 : a[0], b.IsEmpty ? BaseEvents - 1 : b[0], onlyA, onlyB);
        }
        else if (!a.SequenceEqual(b))
        {
            var prefix = Math.Min(PrefixOf(a), PrefixOf(b));
            DiffSlow(PushBoth(a, b, prefix), prefix, onlyA, onlyB);
        }
    }

    private bool ContainsSlow(ReadOnlySpan<int> heads, int lv, int end)
    {
        for (var i = heads.Length - 1; i >= 0 && heads[i] >= end; i--)
        {
            _heap.Push(heads[i], RunIndexOf(heads[i]), Reached);
        }

        var found = false;
        while (!found && _heap.Count > 0)
        {
            ref var run = ref _runs.Items[EventHeap.RunOf(_heap.Pop())];
            DropFrom(run.Start);
            for (var i = run.Parents; i < run.Parents + run.ParentCount; i++)
            {
                var parent = _parents.Items[i];
                if (parent >= end)
                {
                    _heap.Push(parent, _parentRuns.Items[i], Reached);
                }
                else
                {
                    found |= parent >= lv;
                }
            }
        }

        _heap.Clear();
        return found;
    }

    private void DropFrom(int lv)
    {
        while (_heap.HasAtLeast(lv))
        {
            _heap.Pop();
        }
    }

    private void ReduceSlow(EventList events)
    {
        var least = events[0];
        foreach (var lv in events.Span)
        {
            if (lv >= BaseEvents)
            {
                _heap.Push(lv, RunIndexOf(lv), Given);
            }
        }

        var open = _heap.Count;
        events.Clear();
        while (open > 0)
        {
            var key = _heap.Pop();
            if (EventHeap.MarkOf(key) == Given)
            {
                events.Add(EventHeap.EventOf(key));
                open--;
            }

            ref var run = ref _runs.Items[EventHeap.RunOf(key)];
            while (_heap.HasAtLeast(run.Start))
            {
                open -= EventHeap.MarkOf(_heap.Pop()) == Given ? 1 : 0;
            }

            for (var i = run.Parents; i < run.Parents + run.ParentCount; i++)
            {
                if (_parents.Items[i] >= least)
                {
                    _heap.Push(_parents.Items[i], _parentRuns.Items[i], Reached);
                }
            }
        }

        _heap.Clear();
        events.Span.Reverse();
    }

    /// <summary>The difference of two versions of one head or none, for as long as no run has several parents.</summary>
    private void DiffOfTwo(int a, int b, RangeList onlyA, RangeList onlyB)
    {
        if (a == b)
        {
            return;
        }

        int runOfA = RunIndexOf(a), runOfB = RunIndexOf(b);
        var runs = _runs.Items;
        while (runOfA != runOfB)
        {
            var isA = runOfA > runOfB;
            ref var run = ref runs[isA ? runOfA : runOfB];
            if (run.ParentCount > 1)
            {
                var prefix = Math.Min(PrefixOf(a, runOfA), PrefixOf(b, runOfB));
                DiffSlow(PushOne(a, runOfA, InA) + PushOne(b, runOfB, InB), prefix, onlyA, onlyB);
                return;
            }

            var parent = run.ParentCount == 0 ? -1 : _parents.Items[run.Parents];
            var runOfParent = run.ParentCount == 0 ? -1 : _parentRuns.Items[run.Parents];
            if (isA)
            {
                onlyA.AddBefore(run.Start, a + 1);
                (a, runOfA) = (parent, runOfParent);
            }
            else
            {
                onlyB.AddBefore(run.Start, b + 1);
                (b, runOfB) = (parent, runOfParent);
            }
        }

        if (a > b)
        {
            onlyA.AddBefore(b + 1, a + 1);
        }
        else if (b > a)
        {
            onlyB.AddBefore(a + 1, b + 1);
        }
    }

    private int PushOne(int lv, int run, int mark)
    {
        if (run < 0)
        {
            return 0;
        }

        _heap.Push(lv, run, mark);
        return 1;
    }

    /// <summary>
    /// Pushes the heads of two versions, those of both once, but for events that both have from the beginning on. Gives
    /// how many are not of both.
    /// </summary>
    private int PushBoth(ReadOnlySpan<int> a, ReadOnlySpan<int> b, int prefix)
    {
        int nextA = IndexFrom(a, prefix), nextB = IndexFrom(b, prefix), open = 0;
        while (nextA < a.Length || nextB < b.Length)
        {
            if (nextB == b.Length || (nextA < a.Length && a[nextA] < b[nextB]))
            {
                open += PushOne(a[nextA], RunIndexOf(a[nextA]), InA);
                nextA++;
            }
            else if (nextA == a.Length || b[nextB] < a[nextA])
            {
                open += PushOne(b[nextB], RunIndexOf(b[nextB]), InB);
                nextB++;
            }
            else
            {
                PushOne(a[nextA], RunIndexOf(a[nextA]), InBoth);
                nextA++;
                nextB++;
            }
        }

        return open;
    }

    /// <summary>The index of the first head that is not before an event.</summary>
    private static int IndexFrom(ReadOnlySpan<int> heads, int lv)
    {
        var index = heads.Length;
        while (index > 0 && heads[index - 1] >= lv)
        {
            index--;
        }

        return index;
    }

    /// <summary>Walks down from what is in the heap, until all that is left there is in both versions.</summary>
    /// <param name="open">How many of the heap are not known to be in both.</param>
    /// <param name="prefix">So many of the first events are in both.</param>
    /// <param name="onlyA">What is only in the one.</param>
    /// <param name="onlyB">What is only in the other.</param>
    private void DiffSlow(int open, int prefix, RangeList onlyA, RangeList onlyB)
    {
        var heap = _heap;
        var runs = _runs.Items;
        while (open > 0)
        {
            var key = heap.Pop();
            var end = EventHeap.EventOf(key) + 1;
            var mark = EventHeap.MarkOf(key);
            open -= mark == InBoth ? 0 : 1;
            ref var run = ref runs[EventHeap.RunOf(key)];
            while (heap.HasAtLeast(run.Start))
            {
                var other = heap.Pop();
                var otherMark = EventHeap.MarkOf(other);
                open -= otherMark == InBoth ? 0 : 1;
                if ((mark | otherMark) != mark)
                {
                    AddOneSided(EventHeap.EventOf(other) + 1, end, mark, onlyA, onlyB);
                    end = EventHeap.EventOf(other) + 1;
                    mark = InBoth;
                }
            }

            if (mark != InBoth)
            {
                AddOneSided(Math.Max(run.Start, prefix), end, mark, onlyA, onlyB);
            }

            for (var i = run.Parents + run.ParentCount - 1; i >= run.Parents && _parents.Items[i] >= prefix; i--)
            {
                open += heap.PushSide(_parents.Items[i], _parentRuns.Items[i], mark);
            }
        }

        _heap.Clear();
    }

    private static void AddOneSided(int start, int end, int mark, RangeList onlyA, RangeList onlyB)
    {
        if (start < end)
        {
            (mark == InA ? onlyA : onlyB).AddBefore(start, end);
        }
    }
}
