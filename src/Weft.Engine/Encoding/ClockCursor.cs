namespace Weft.Engine;

/// <summary>Goes through the clocks of a batch's changes, many at a time.</summary>
internal struct ClockCursor(HistoryBatch.ClockRun[] runs)
{
    public const int CounterBits = 16;
    public const long CounterMask = (1L << CounterBits) - 1;

    private int _run;
    private int _offset;

    /// <summary>The clock of the change where it stands.</summary>
    public readonly long Current => unchecked(runs[_run].First + (runs[_run].Step * _offset));

    /// <summary>
    /// Goes past as many changes as are a step apart, at most so many; gives how many and the step.
    /// </summary>
    public int Take(int most, out long step)
    {
        var count = Math.Min(most, runs[_run].Count - _offset);
        step = runs[_run].Step;
        _offset += count;
        if (_offset == runs[_run].Count)
        {
            (_run, _offset) = (_run + 1, 0);
        }

        return count;
    }

    /// <summary>
    /// The clock that the first change of a chain is written against: the greatest with which a chain of its parents
    /// ends, or that of the chain before when all parents lie outside of the batch.
    /// </summary>
    public static long Past(HistoryBatch batch, BatchIndex index, ReadOnlySpan<long> ends, int run)
    {
        var past = long.MinValue;
        foreach (var parent in batch.Parents.AsSpan(batch.Runs[run].FirstParent, batch.Runs[run].ParentCount))
        {
            past = parent < 0 ? past : Math.Max(past, ends[index.RunOf(parent)]);
        }

        return past != long.MinValue ? past : run == 0 ? 0 : ends[run - 1];
    }

    /// <summary>Adds changes to a list of stretches, to the last one where they continue it.</summary>
    public static void Add(List<HistoryBatch.ClockRun> clocks, HistoryBatch.ClockRun more)
    {
        if (clocks.Count > 0)
        {
            var last = clocks[^1];
            var step = unchecked(more.First - last.First - (last.Step * (last.Count - 1)));
            if ((last.Count == 1 || last.Step == step) && (more.Count == 1 || more.Step == step))
            {
                clocks[^1] = new HistoryBatch.ClockRun(last.Count + more.Count, last.First, step);
                return;
            }
        }

        clocks.Add(more);
    }
}
