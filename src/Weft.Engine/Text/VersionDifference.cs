namespace Weft.Engine;

/// <summary>What has to be done to a text as it was in one version, so that it is as in another.</summary>
internal sealed class VersionDifference
{
    private readonly EventGraph _graph;
    private readonly TextContainer _container;
    private readonly TextReplay _replay;
    private readonly List<UnitSegment> _before = [];
    private readonly List<UnitSegment> _after = [];
    private bool[] _countsBefore = [];
    private bool[] _countsAfter = [];

    public VersionDifference(EventGraph graph, TextContainer container)
    {
        (_graph, _container) = (graph, container);
        _replay = new TextReplay(graph, container);
    }

    /// <summary>
    /// Adds the operations. Walks what there is since a critical version in the past of both; where it needs units from
    /// before that, for their content or their attributes, it begins twice as far back.
    /// </summary>
    public void AddTo(List<Operation> operations, ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        var both = new EventList();
        both.Set(from);
        foreach (var head in to)
        {
            both.Add(head);
        }

        _graph.Reduce(both);
        for (var floor = Math.Min(FloorOf(from), FloorOf(to)); true; floor = Wider(_graph, floor))
        {
            _replay.Walk(floor, both.Span);
            ReadUnits(from, _before);
            ReadUnits(to, _after);
            _countsBefore = Counts(from);
            _countsAfter = Counts(to);
            var edits = new TextEdits(_container.Path);
            if (TryCompare(edits))
            {
                edits.AddTo(operations);
                return;
            }
        }
    }

    /// <summary>A critical event before another, so that the window grows at least threefold; -1 at last.</summary>
    public static int Wider(EventGraph graph, int floor) =>
        graph.LatestCritical(Math.Max(-1, floor - (2 * (graph.EventCount - floor))));

    private int FloorOf(ReadOnlySpan<int> version) => version.IsEmpty ? -1 : _graph.LatestCritical(version[^1]);

    private void ReadUnits(ReadOnlySpan<int> version, List<UnitSegment> units)
    {
        units.Clear();
        _replay.Walker.GoTo(version);
        _replay.AddUnits(units);
    }

    private bool[] Counts(ReadOnlySpan<int> version)
    {
        var counts = new bool[_replay.Formats.Count];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = _graph.Contains(version, _replay.Formats[i].Event);
        }

        return counts;
    }

    /// <summary>Goes along both; false when the window is too narrow.</summary>
    private bool TryCompare(TextEdits edits)
    {
        var formats = new UnitFormats(_graph, _replay, _container.Log);
        var units = new List<int>();
        formats.AddCuts(units);
        var cuts = new UnitCuts(units);
        int i = 0, j = 0, skippedBefore = 0, skippedAfter = 0;
        while (i < _before.Count)
        {
            var (before, after) = (_before[i], _after[j]);
            var first = before.First + skippedBefore;
            var length = cuts.LengthFrom(first, Math.Min(before.Length - skippedBefore, after.Length - skippedAfter));
            var segment = new UnitSegment(first, length, 0, false);
            formats.Enter(segment);
            if (!TryAdd(edits, formats, segment, before.Seen == 1, after.Seen == 1))
            {
                return false;
            }

            formats.Leave(segment);
            skippedBefore += length;
            skippedAfter += length;
            (i, skippedBefore) = skippedBefore == before.Length ? (i + 1, 0) : (i, skippedBefore);
            (j, skippedAfter) = skippedAfter == after.Length ? (j + 1, 0) : (j, skippedAfter);
        }

        return true;
    }

    private bool TryAdd(TextEdits edits, UnitFormats formats, in UnitSegment segment, bool isBefore, bool isAfter)
    {
        if (isBefore && isAfter)
        {
            return TryKeep(edits, formats, segment);
        }

        if (isBefore)
        {
            edits.Delete(segment.Length);
        }
        else if (isAfter)
        {
            if (segment.IsBase)
            {
                return false;
            }

            Insert(edits, formats, segment);
        }

        return true;
    }

    private void Insert(TextEdits edits, UnitFormats formats, in UnitSegment segment)
    {
        for (var done = 0; done < segment.Length;)
        {
            var unit = segment.First + done;
            var row = formats.PieceFrom(unit, segment.Length - done);
            var attributes = formats.AttributesOf(unit, _countsAfter);
            if (row.Kind == TextKind.Embed)
            {
                edits.InsertEmbed(_container.Log.Payloads[row.Payload].Embed!.Value, attributes);
            }
            else
            {
                edits.Insert(_container.Log.UnitsOf(row), attributes);
            }

            done += row.Length;
        }
    }

    /// <summary>Keeps units that both versions have, and makes their attributes those of the second.</summary>
    private bool TryKeep(TextEdits edits, UnitFormats formats, in UnitSegment segment)
    {
        if (formats.Covering.IsEmpty)
        {
            edits.Keep(segment.Length);
            return true;
        }

        var keys = formats.CoveringKeys();
        for (var done = 0; done < segment.Length;)
        {
            var unit = segment.First + done;
            var length = segment.IsBase ? segment.Length : formats.PieceFrom(unit, segment.Length - done).Length;
            foreach (var key in keys)
            {
                var before = formats.Decide(unit, key, _countsBefore);
                var after = formats.Decide(unit, key, _countsAfter);
                if (segment.IsBase && after is null && before is not null)
                {
                    // What it was in the text before the window is not known.
                    return false;
                }

                var value = after?.Value ?? JsonValue.Null;
                if ((segment.IsBase && before is null && after is not null) || value != (before?.Value ?? JsonValue.Null))
                {
                    edits.Format(length, key, value);
                }
            }

            edits.Keep(length);
            done += length;
        }

        return true;
    }
}
