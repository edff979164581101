using System.Diagnostics;

namespace Weft.Engine;

/// <summary>
/// A growing array of structs. To be held in a field that is not readonly, and never copied: a copy would share the
/// items, but not the count.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
internal struct Column<T>
    where T : struct
{
    /// <summary>The items, and room after them. Replaced when it grows.</summary>
    public T[] Items = [];

    public Column()
    {
    }

    /// <summary>How many items there are.</summary>
    public int Count { get; private set; }

    /// <summary>The last item.</summary>
    public readonly ref T Last => ref Items[Count - 1];

    /// <summary>The items. Valid until the column is changed.</summary>
    public readonly ReadOnlySpan<T> Span => Items.AsSpan(0, Count);

    public void Add(T item)
    {
        var items = Items;
        var count = Count;
        if ((uint)count < (uint)items.Length)
        {
            items[count] = item;
            Count = count + 1;
        }
        else
        {
            AddSlow(item);
        }
    }

    public void AddRange(ReadOnlySpan<T> items)
    {
        var count = Count + items.Length;
        if (count > Items.Length)
        {
            Array.Resize(ref Items, Math.Max(count, Math.Max(4, 2 * Count)));
        }

        items.CopyTo(Items.AsSpan(Count));
        Count = count;
    }

    /// <summary>Leaves the first so many items.</summary>
    public void Truncate(int count)
    {
        Debug.Assert(count <= Count, "Truncating makes it shorter.");
        Count = count;
    }

    /// <summary>Gives back the room that is not used.</summary>
    public void TrimExcess() => Array.Resize(ref Items, Count);

    private void AddSlow(T item)
    {
        Array.Resize(ref Items, Math.Max(4, 2 * Count));
        Items[Count++] = item;
    }
}
