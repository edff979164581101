using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>
/// Which write decides an attribute of a unit, when only some of the formats count. Goes along the units in their order,
/// and has at hand the formats that cover the place where it is.
/// </summary>
internal sealed class UnitFormats
{
    private readonly EventGraph _graph;
    private readonly TextReplay _replay;
    private readonly TextLog _log;
    private readonly FormatSpan[] _formats;

    // The indexes of the formats by the unit with which they begin, and by that with which they end.
    private readonly Dictionary<int, List<int>> _beginning = [];
    private readonly Dictionary<int, List<int>> _ending = [];
    private readonly List<int> _covering = [];

    public UnitFormats(EventGraph graph, TextReplay replay, TextLog log)
    {
        (_graph, _replay, _log) = (graph, replay, log);
        _formats = [.. replay.Formats];
        for (var i = 0; i < _formats.Length; i++)
        {
            Add(_beginning, _formats[i].First, i);
            Add(_ending, _formats[i].Last, i);
        }
    }

    /// <summary>All formats of the window, in the order of their events.</summary>
    public ReadOnlySpan<FormatSpan> All => _formats;

    /// <summary>Those that cover the place, ascending, by their index.</summary>
    public ReadOnlySpan<int> Covering => CollectionsMarshal.AsSpan(_covering);

    /// <summary>Adds the units before which a segment must end, so that no format begins or ends inside one.</summary>
    public void AddCuts(List<int> cuts)
    {
        foreach (ref readonly var format in All)
        {
            cuts.Add(format.First);
            cuts.Add(format.Last + 1);
        }
    }

    /// <summary>Goes to a segment.</summary>
    public void Enter(in UnitSegment segment)
    {
        if (_beginning.TryGetValue(segment.First, out var formats))
        {
            foreach (var format in formats)
            {
                _covering.Insert(~_covering.BinarySearch(format), format);
            }
        }
    }

    /// <summary>Leaves a segment.</summary>
    public void Leave(in UnitSegment segment)
    {
        if (_ending.TryGetValue(segment.Last, out var formats))
        {
            foreach (var format in formats)
            {
                _covering.RemoveAt(_covering.BinarySearch(format));
            }
        }
    }

    /// <summary>The attributes that formats which cover the place set.</summary>
    public SortedSet<string> CoveringKeys()
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var format in _covering)
        {
            keys.Add(_formats[format].Format.Key!);
        }

        return keys;
    }

    /// <summary>
    /// The part of a row that inserts a unit of the window, from that on, and where formats cover it, of one change: so
    /// that the same decides for all of it.
    /// </summary>
    public TextRow PieceFrom(int unit, int length)
    {
        var row = _replay.RowFrom(unit, length);
        return _covering.Count == 0 ? row : row.Slice(0, Math.Min(row.Length, _graph.EndOf(_graph.ChangeOf(row.Event)) - row.Event));
    }

    /// <summary>What decides an attribute of a unit of the place where it is; null when nothing of the window does.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="key">The attribute.</param>
    /// <param name="counts">Which formats count.</param>
    public UnitWrite? Decide(int unit, string key, ReadOnlySpan<bool> counts)
    {
        var decides = OfInsertion(unit, key);
        foreach (var index in _covering)
        {
            Consider(ref decides, index, unit, key, counts);
        }

        return decides;
    }

    /// <summary>What an insertion says about an attribute.</summary>
    public UnitWrite? OfInsertion(int unit, string key)
    {
        if (unit >= UnitSpan.Base)
        {
            return null;
        }

        var row = _replay.RowFrom(unit, 1);
        return _log.Payloads[row.Payload].Attributes.TryGetValue(key, out var value)
            ? new UnitWrite(row.Event, _graph.StampOf(row.Event), value)
            : null;
    }

    /// <summary>Replaces what decides by a format that covers the unit, if that counts and stands against it.</summary>
    public void Consider(ref UnitWrite? decides, int format, int unit, string key, ReadOnlySpan<bool> counts)
    {
        ref readonly var other = ref _formats[format];
        if (counts[format] && string.Equals(other.Format.Key, key, StringComparison.Ordinal)
            && (decides is not { } before || other.Stamp.WinsOver(before.Stamp)) && !IsSeenBy(unit, other.Event))
        {
            decides = new UnitWrite(other.Event, other.Stamp, other.Format.Value);
        }
    }

    /// <summary>The attributes of a unit of the window at the place where it is.</summary>
    public Properties AttributesOf(int unit, ReadOnlySpan<bool> counts)
    {
        var inserted = _log.Payloads[_replay.RowFrom(unit, 1).Payload].Attributes;
        var attributes = inserted;
        foreach (var index in _covering)
        {
            var key = _formats[index].Format.Key!;
            if (counts[index] && Decide(unit, key, counts) is { } write)
            {
                attributes = attributes.With(key, write.Value);
            }
        }

        return attributes.WithoutNulls();
    }

    /// <summary>Whether the author of a unit had seen a format, which then does not touch it.</summary>
    private bool IsSeenBy(int unit, int format) =>
        unit < UnitSpan.Base && _graph.Contains([_replay.RowFrom(unit, 1).Event], format);

    private static void Add(Dictionary<int, List<int>> formats, int unit, int format)
    {
        if (!formats.TryGetValue(unit, out var list))
        {
            formats.Add(unit, list = []);
        }

        list.Add(format);
    }
}
