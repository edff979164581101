using System.Diagnostics;

namespace Weft.Engine;

/// <summary>A growing list of local versions that is reused, so that asking the graph allocates nothing.</summary>
internal sealed class EventList
{
    private int[] _items = new int[8];

    public int Count { get; private set; }

    public int this[int index]
    {
        get
        {
            Debug.Assert(index < Count, "The index is inside the list.");
            return _items[index];
        }
    }

    /// <summary>The items. Valid until the list is changed.</summary>
    public Span<int> Span => _items.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(int item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, 2 * Count);
        }

        _items[Count++] = item;
    }

    /// <summary>Takes over the items of another place, in the room of its own.</summary>
    public void Set(ReadOnlySpan<int> items)
    {
        if (items.Length > _items.Length)
        {
            _items = new int[Math.Max(items.Length, 2 * _items.Length)];
        }

        items.CopyTo(_items);
        Count = items.Length;
    }

    /// <summary>Makes it a list of one item.</summary>
    public void SetOne(int item)
    {
        _items[0] = item;
        Count = 1;
    }

    /// <summary>Leaves the first so many items.</summary>
    public void Truncate(int count)
    {
        Debug.Assert(count <= Count, "Truncating makes it shorter.");
        Count = count;
    }
}
