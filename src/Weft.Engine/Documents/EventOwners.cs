using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>
/// What each event is about, in the order of events: a text (whose log has it), or items (whose operations are here).
/// Runs of events on one text are one entry.
/// </summary>
internal sealed class EventOwners
{
    private readonly List<(int Event, TextContainer? Text)> _runs = [];
    private readonly List<(int Event, Operation Operation)> _items = [];

    /// <summary>How many operations on items there are.</summary>
    public int ItemCount => _items.Count;

    /// <summary>The operations on items; not to be kept across changes.</summary>
    public ReadOnlySpan<(int Event, Operation Operation)> Items => CollectionsMarshal.AsSpan(_items);

    /// <summary>Says that the events from this one on are of a text.</summary>
    public void Add(int lv, TextContainer text)
    {
        if (_runs.Count == 0 || !ReferenceEquals(_runs[^1].Text, text))
        {
            _runs.Add((lv, text));
        }
    }

    /// <summary>Adds an operation on items.</summary>
    public void Add(int lv, Operation operation)
    {
        if (_runs.Count == 0 || _runs[^1].Text is not null)
        {
            _runs.Add((lv, null));
        }

        _items.Add((lv, operation));
    }

    /// <summary>What an event is about: a text, or null for items; and up to which event the same holds.</summary>
    public TextContainer? Find(int lv, out int end)
    {
        int low = 0, high = _runs.Count - 1;
        if (_runs[high].Event > lv)
        {
            while (low < high)
            {
                var middle = (low + high + 1) >>> 1;
                if (_runs[middle].Event <= lv)
                {
                    low = middle;
                }
                else
                {
                    high = middle - 1;
                }
            }
        }

        end = high + 1 < _runs.Count ? _runs[high + 1].Event : int.MaxValue;
        return _runs[high].Text;
    }

    /// <summary>The operation on items that is an event.</summary>
    public Operation ItemAt(int lv) => _items[IndexOfItem(lv)].Operation;

    /// <summary>The index of the first operation on items that is not before an event.</summary>
    public int IndexOfItem(int lv)
    {
        int low = 0, high = _items.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_items[middle].Event >= lv)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>The same for the events from one on that is held.</summary>
    public EventOwners From(int lv)
    {
        var rest = new EventOwners();
        for (var at = lv; at != int.MaxValue && _runs.Count > 0;)
        {
            rest._runs.Add((at, Find(at, out at)));
        }

        rest._items.AddRange(_items[IndexOfItem(lv)..]);
        return rest;
    }

    /// <summary>Takes away the events from this one on.</summary>
    public void TruncateTo(int lv)
    {
        _items.RemoveRange(IndexOfItem(lv), _items.Count - IndexOfItem(lv));
        var kept = _runs.Count;
        while (kept > 0 && _runs[kept - 1].Event >= lv)
        {
            kept--;
        }

        _runs.RemoveRange(kept, _runs.Count - kept);
    }
}
