using System.Diagnostics;

namespace Weft.Engine;

/// <content>Adding of changes.</content>
internal sealed partial class EventGraph
{
    /// <summary>Adds a change: the next events of an agent.</summary>
    /// <param name="agent">The number of the agent.</param>
    /// <param name="length">How many events it has, at least 1.</param>
    /// <param name="parents">The version that the author saw; of a graph with a horizon never empty.</param>
    /// <param name="clock">The clock of the change.</param>
    /// <returns>The first event of it.</returns>
    /// <exception cref="InvalidOperationException">There would be more events than a number can count.</exception>
    public int Append(int agent, int length, ReadOnlySpan<int> parents, HybridTimestamp clock)
    {
        var first = EventCount;
        AppendEvents(agent, length, parents);
        AppendChanges(first, length, 1);
        AppendClock(clock.Value);
        ChangeCount++;
        CheckLast();
        return first;
    }

    /// <summary>Adds changes of equal length, each the only child of the one before, their clocks in equal steps.</summary>
    /// <param name="agent">The number of the agent.</param>
    /// <param name="changeLength">How many events each of them has, at least 1.</param>
    /// <param name="changeCount">How many changes, at least 1.</param>
    /// <param name="parents">The version that the author saw at first.</param>
    /// <param name="clock">The clock of the first change.</param>
    /// <param name="clockStep">By how much the clock of each is more than that of the one before.</param>
    /// <returns>The first event of the first one.</returns>
    /// <exception cref="InvalidOperationException">There would be more events than a number can count.</exception>
    public int AppendRun(
        int agent, int changeLength, int changeCount, ReadOnlySpan<int> parents, HybridTimestamp clock, long clockStep)
    {
        var first = EventCount;
        var length = (long)changeLength * changeCount;
        AppendEvents(agent, length > int.MaxValue ? int.MaxValue : (int)length, parents);
        AppendChanges(first, changeLength, changeCount);
        AppendClocks(clock.Value, clockStep, changeCount);
        ChangeCount += changeCount;
        CheckLast();
        return first;
    }

    private static void ThrowFull() => throw new InvalidOperationException("The graph holds no more events.");

    /// <summary>Takes from a version what an event descends from, and adds the event, the newest of all.</summary>
    private static void Advance(ref Column<int> heads, ReadOnlySpan<int> parents, int lv)
    {
        var kept = heads.Count;
        if (parents.Length > 0)
        {
            var items = heads.Items;
            var at = items.AsSpan(0, kept).BinarySearch(parents[0]);
            kept = at < 0 ? ~at : at;
            var next = 0;
            for (at = kept; at < heads.Count && next < parents.Length; at++)
            {
                while (next < parents.Length && parents[next] < items[at])
                {
                    next++;
                }

                if (next == parents.Length || parents[next] != items[at])
                {
                    items[kept++] = items[at];
                }
            }

            // Most parents are heads, or have none after them: then there is nothing to move.
            if (kept < at)
            {
                items.AsSpan(at, heads.Count - at).CopyTo(items.AsSpan(kept));
            }

            kept += heads.Count - at;
        }

        heads.Truncate(kept);
        heads.Add(lv);
    }

    private void AppendEvents(int agent, int length, ReadOnlySpan<int> parents)
    {
        Debug.Assert(length > 0, "A change has events.");
        var first = EventCount;
        if (length > int.MaxValue - first)
        {
            ThrowFull();
        }

        var end = first + length;
        if (parents.Length == 1 && parents[0] == first - 1 && _runs.Count > 0)
        {
            Extend(first, end);
        }
        else
        {
            AppendPiece(first, end, parents);
        }

        _headsVersion = null;
        AppendToAgent(agent, first, length);
        EventCount = end;
    }

    /// <summary>Adds the children of the last event, which is a head always, to the last run.</summary>
    private void Extend(int first, int end)
    {
        _runs.Last.End = end;
        _heads.Last = end - 1;
        if (_heads.Count == 1)
        {
            AddCritical(first, end);
        }
    }

    private void AppendPiece(int first, int end, ReadOnlySpan<int> parents)
    {
        Debug.Assert(BaseEvents == 0 || parents.Length > 0, "All that is held descends from what is below the horizon.");
        AddCheckpointWhenDue();
        var at = _parents.Count;
        Debug.Assert(parents.IsEmpty || (parents[0] >= BaseEvents - 1 && parents[^1] < first), "A parent is held, and was before.");
        var isLinear = parents.SequenceEqual(_heads.Span);
        var prefix = isLinear ? first : PrefixOf(parents);
        _parents.AddRange(parents);
        _parentRuns.AddRange(RunsOf(parents));
        _runs.Add(new GraphPiece { Start = first, End = end, Parents = at, ParentCount = parents.Length, Prefix = prefix });
        if (isLinear)
        {
            AddCritical(first, end);
        }
        else
        {
            CutCritical(parents.Length == 0 ? -1 : parents[^1]);
        }

        Advance(ref _heads, parents, end - 1);
    }

    private void AppendToAgent(int agent, int first, int length)
    {
        ref var entry = ref _agents.Items[agent];
        if (_agentRuns.Count == 0 || _agentRuns.Last.Agent != agent)
        {
            entry.AddRun(_agentRuns.Count);
            _agentRuns.Add(new AgentPiece { Start = first, Agent = agent, Sequence = entry.Next });
        }

        entry.Next += length;
    }

    private void AppendChanges(int first, int length, int count)
    {
        Debug.Assert(length > 0 && count > 0, "A change has events.");
        if (_changes.Count == 0 || _changes.Last.Length != length)
        {
            _changes.Add(new ChangePiece { First = ChangeCount, Start = first, Length = length });
        }
    }

    // Clocks are differences of numbers that come from peers: they may wrap around, and come back the same way.
    private void AppendClock(long clock)
    {
        if (_clocks.Count > 0)
        {
            ref var last = ref _clocks.Last;
            var step = unchecked(clock - _lastClock.Value);
            if (ChangeCount - last.First == 1)
            {
                last.Step = step;
            }

            if (step == last.Step)
            {
                _lastClock = new HybridTimestamp(clock);
                return;
            }
        }

        _clocks.Add(new ClockPiece { First = ChangeCount, Clock = clock });
        _lastClock = new HybridTimestamp(clock);
    }

    private void AppendClocks(long clock, long step, int count)
    {
        if (count == 1)
        {
            AppendClock(clock);
            return;
        }

        var fits = _clocks.Count > 0 && unchecked(clock - _lastClock.Value) == step
            && (_clocks.Last.Step == step || ChangeCount - _clocks.Last.First == 1);
        if (fits)
        {
            _clocks.Last.Step = step;
        }
        else
        {
            _clocks.Add(new ClockPiece { First = ChangeCount, Clock = clock, Step = step });
        }

        _lastClock = new HybridTimestamp(unchecked(clock + (step * (count - 1))));
    }

    private void AddCritical(int first, int end)
    {
        var top = _critical.Count - 1;
        if (top >= 0 && _critical.Items[top].End == first)
        {
            SaveCritical(top);
            _critical.Items[top] = new EventRange(_critical.Items[top].Start, end);
        }
        else
        {
            _critical.Add(new EventRange(first, end));
        }
    }

    /// <summary>
    /// Takes away what is not in the past of a new event: a critical event is just when a parent is not before it.
    /// </summary>
    private void CutCritical(int latestParent)
    {
        for (var top = _critical.Count - 1; top >= 0 && _critical.Items[top].End > latestParent + 1; top--)
        {
            SaveCritical(top);
            var start = _critical.Items[top].Start;
            if (start <= latestParent)
            {
                _critical.Items[top] = new EventRange(start, latestParent + 1);
                return;
            }

            _critical.Truncate(top);
        }
    }
}
