using System.Diagnostics;

namespace Weft.Engine;

/// <summary>
/// Ranges of events, the newest first, apart from each other and joined where they touch. Reused, so that a difference
/// of two versions allocates nothing.
/// </summary>
internal sealed class RangeList
{
    private EventRange[] _items = new EventRange[8];

    public int Count { get; private set; }

    public EventRange this[int index]
    {
        get
        {
            Debug.Assert(index < Count, "The index is inside the list.");
            return _items[index];
        }
    }

    /// <summary>The ranges, descending. Valid until the list is changed.</summary>
    public ReadOnlySpan<EventRange> Span => _items.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Adds a range that lies before all others.</summary>
    public void AddBefore(int start, int end)
    {
        Debug.Assert(start < end, "A range is not empty.");
        Debug.Assert(Count == 0 || end <= _items[Count - 1].Start, "Ranges come in descending order.");
        var items = _items;
        var last = Count - 1;
        if (last >= 0 && items[last].Start == end)
        {
            items[last] = new EventRange(start, items[last].End);
            return;
        }

        if (++last == items.Length)
        {
            Array.Resize(ref items, 2 * last);
            _items = items;
        }

        items[last] = new EventRange(start, end);
        Count = last + 1;
    }
}
