using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>
/// What formats and insertions with attributes did to the units of a walker's window: per span at most one mark a key, the
/// one with the greatest stamp, and the formats themselves, for what others insert between their ends later.
/// </summary>
/// <remarks>
/// A set of marks is an index into a list of sets that never change, 0 the empty one, so that spans can be compared and
/// copied without looking; spans of different attributes or stamps are never taken for one. Older stamps cannot matter:
/// whatever comes after a critical version has greater clocks than what is before it.
/// </remarks>
internal sealed class TextMarks
{
    private readonly List<Mark[]> _sets = [[]];
    private readonly List<FormattedSpan> _formats = [];
    private readonly Dictionary<int, int> _indexes = [];

    // By view: which formats its author had not seen.
    private readonly List<int>[] _unseen = new List<int>[UnitTree.Views];

    public TextMarks()
    {
        for (var view = 0; view < UnitTree.Views; view++)
        {
            _unseen[view] = [];
        }
    }

    /// <summary>Whether the author of a view had seen all formats.</summary>
    public bool AreAllSeen(int view) => _unseen[view].Count == 0;

    public void Clear()
    {
        _sets.RemoveRange(1, _sets.Count - 1);
        _formats.Clear();
        _indexes.Clear();
        foreach (var unseen in _unseen)
        {
            unseen.Clear();
        }
    }

    /// <summary>Adds a format from the first to the last unit that its author saw there, which no other view has seen.</summary>
    public void AddFormat(int id, int view, TextPayload format, Stamp stamp, int first, int last)
    {
        for (var other = 0; other < UnitTree.Views; other++)
        {
            if (other != view)
            {
                _unseen[other].Add(_formats.Count);
            }
        }

        _indexes.Add(id, _formats.Count);
        _formats.Add(new FormattedSpan(format, stamp, first, last));
    }

    /// <summary>Tells whether the author of a view had seen a format.</summary>
    public void SetSeen(int id, int view, bool isSeen)
    {
        // In the order in which they were applied: of two of one change the later one stands.
        var unseen = _unseen[view];
        var index = unseen.BinarySearch(_indexes[id]);
        if (isSeen)
        {
            unseen.RemoveAt(index);
        }
        else
        {
            unseen.Insert(~index, _indexes[id]);
        }
    }

    /// <summary>
    /// The marks of what is put in front of a place: its own attributes, and the formats that its author had not seen.
    /// </summary>
    /// <param name="view">The view of the author.</param>
    /// <param name="place">The place.</param>
    /// <param name="walker">The walker.</param>
    /// <param name="attributes">What the units are inserted with.</param>
    /// <param name="insertion">The stamp of the one change that inserts them.</param>
    public int OfInsertion(int view, UnitPlace place, TextWalker walker, Properties attributes, Stamp insertion)
    {
        var marks = OfAttributes(attributes, insertion);
        foreach (var index in _unseen[view])
        {
            var format = _formats[index];
            if (walker.IsBetween(format.First, format.Last, place))
            {
                TryMark(ref marks, format.Format.Key!, format.Stamp, format.Format.Value);
            }
        }

        return marks;
    }

    /// <summary>Sets an attribute unless what decides it has a greater stamp; tells whether it did.</summary>
    /// <param name="marks">The marks of the units.</param>
    /// <param name="key">The attribute.</param>
    /// <param name="stamp">The stamp of the format.</param>
    /// <param name="value">Its value.</param>
    public bool TryMark(ref int marks, string key, Stamp stamp, JsonValue value)
    {
        var set = _sets[marks];
        var index = set.Length - 1;
        while (index >= 0 && !string.Equals(set[index].Key, key, StringComparison.Ordinal))
        {
            index--;
        }

        var mark = new Mark(key, stamp, value);
        if (index >= 0 && (set[index] == mark || !stamp.WinsOver(set[index].Stamp)))
        {
            return set[index] == mark;
        }

        Mark[] changed = index >= 0 ? [.. set] : [.. set, default];
        changed[index >= 0 ? index : ^1] = mark;
        marks = Intern(changed);
        return true;
    }

    /// <summary>Attributes with what marks say.</summary>
    public Properties Marked(int marks, Properties attributes)
    {
        foreach (var mark in _sets[marks])
        {
            attributes = attributes.With(mark.Key, mark.Value);
        }

        return attributes;
    }

    private int OfAttributes(Properties attributes, Stamp insertion)
    {
        if (attributes.Count == 0)
        {
            return 0;
        }

        var set = new Mark[attributes.Count];
        for (var i = 0; i < set.Length; i++)
        {
            set[i] = new Mark(attributes.KeyAt(i), insertion, attributes.ValueAt(i));
        }

        return Intern(set);
    }

    private int Intern(Mark[] set)
    {
        // A format marks many spans alike, one after another.
        if (_sets.Count > 1 && _sets[^1].AsSpan().SequenceEqual(set))
        {
            return _sets.Count - 1;
        }

        _sets.Add(set);
        return _sets.Count - 1;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Mark(string Key, Stamp Stamp, JsonValue Value);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct FormattedSpan(TextPayload Format, Stamp Stamp, int First, int Last);
}
