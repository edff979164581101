namespace Weft.Engine;

/// <summary>Ranges of events, ascending and apart from each other, that never change.</summary>
internal sealed class EventSet
{
    private readonly EventRange[] _ranges;

    /// <summary>The set of some ranges in any order, none of which overlaps another.</summary>
    public EventSet(IEnumerable<EventRange> ranges)
    {
        _ranges = [.. ranges];
        Array.Sort(_ranges, static (a, b) => a.Start.CompareTo(b.Start));
    }

    /// <summary>No events.</summary>
    public static EventSet Empty { get; } = new([]);

    /// <summary>The ranges, ascending.</summary>
    public ReadOnlySpan<EventRange> Ranges => _ranges;

    /// <summary>Whether an event is in it; O(log n).</summary>
    public bool Contains(int lv)
    {
        int low = 0, high = _ranges.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_ranges[middle].End > lv)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low < _ranges.Length && _ranges[low].Start <= lv;
    }
}
