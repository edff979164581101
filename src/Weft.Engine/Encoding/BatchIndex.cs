namespace Weft.Engine;

/// <summary>Where the chains and the changes of a batch begin, to look events up.</summary>
internal sealed class BatchIndex
{
    private readonly HistoryBatch _batch;
    private readonly int[] _runs;
    private readonly int[] _changes;
    private readonly int[] _firstChange;

    // Events are mostly asked for in their order.
    private int _lastRun;
    private int _lastChange;

    /// <summary>The index of a batch whose runs and changes add up to the same count of events.</summary>
    public BatchIndex(HistoryBatch batch)
    {
        _batch = batch;
        _runs = new int[batch.Runs.Length];
        var at = 0;
        for (var i = 0; i < _runs.Length; i++)
        {
            _runs[i] = at;
            at += batch.Runs[i].Length;
        }

        EventCount = at;
        _changes = new int[batch.Changes.Length];
        _firstChange = new int[batch.Changes.Length];
        at = 0;
        for (var i = 0; i < _changes.Length; i++)
        {
            (_changes[i], _firstChange[i]) = (at, ChangeCount);
            at += batch.Changes[i].Length * batch.Changes[i].Count;
            ChangeCount += batch.Changes[i].Count;
        }
    }

    public int EventCount { get; }

    public int ChangeCount { get; }

    /// <summary>The first event of a run.</summary>
    public int StartOf(int run) => _runs[run];

    /// <summary>The event after the last of a run.</summary>
    public int EndOf(int run) => _runs[run] + _batch.Runs[run].Length;

    /// <summary>The run of an event.</summary>
    public int RunOf(int lv) => Find(_runs, lv, ref _lastRun);

    /// <summary>How many changes begin before an event.</summary>
    public int ChangesBefore(int lv)
    {
        if (lv == EventCount)
        {
            return ChangeCount;
        }

        var run = Find(_changes, lv, ref _lastChange);
        return _firstChange[run] + ((lv - _changes[run] + _batch.Changes[run].Length - 1) / _batch.Changes[run].Length);
    }

    /// <summary>Whether a change begins with an event, or the batch ends before it.</summary>
    public bool IsChangeStart(int lv)
    {
        if (lv == EventCount)
        {
            return true;
        }

        var run = Find(_changes, lv, ref _lastChange);
        return (lv - _changes[run]) % _batch.Changes[run].Length == 0;
    }

    private static int Find(int[] starts, int lv, ref int last)
    {
        if (starts[last] > lv || (last + 1 < starts.Length && starts[last + 1] <= lv))
        {
            var isNext = last + 1 < starts.Length && starts[last + 1] <= lv && (last + 2 == starts.Length || lv < starts[last + 2]);
            last = isNext ? last + 1 : Search(starts, lv);
        }

        return last;
    }

    private static int Search(int[] starts, int lv)
    {
        int low = 0, high = starts.Length;
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            if (starts[middle] <= lv)
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
}
