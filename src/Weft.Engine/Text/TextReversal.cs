using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>
/// What has to be done to a text now, so that some changes of one author hold no longer, or hold again: whatever is
/// others' stays.
/// </summary>
/// <remarks>
/// A unit that is deleted can only come back as a new one. So a unit stands here for all that came back for it (its
/// incarnations), the first of which is its root; it is there when one of them is. It should be there when its insertion
/// counts and no deletion of any of them does.
/// </remarks>
internal sealed class TextReversal
{
    private readonly EventGraph _graph;
    private readonly TextContainer _container;
    private readonly Reversal _reversal;
    private readonly TextReplay _replay;
    private readonly EventList _heads = new();

    // Roots that the target inserted, and those that it deleted.
    private UnitRanges _inserted = new();
    private UnitRanges _deleted = new();

    // What the dead changes deleted, and the target if that is to be taken back.
    private UnitRanges _deletedByDead = new();

    // The same and what the target deleted, change by change, with the first event of each.
    private readonly List<(UnitRanges Units, int Event)> _deaths = [];

    // Which units come back: by the place of the last incarnation.
    private List<Restored> _restored = [];
    private UnitRanges _restoredUnits = new();
    private UnitRanges _removed = new();
    private List<Incarnation> _incarnations = [];
    private readonly List<FormatSpan> _targetFormats = [];
    private bool[] _counts = [];
    private bool[] _countsWithTarget = [];
    private bool[] _countsAll = [];

    public TextReversal(EventGraph graph, TextContainer container, Reversal reversal)
    {
        (_graph, _container, _reversal) = (graph, container, reversal);
        _replay = new TextReplay(graph, container);
        _heads.Set(graph.Heads);
    }

    private TextLog Log => _container.Log;

    /// <summary>
    /// Adds the operations, and to a list which units come back, their events counted from the first operation's. Walks
    /// what there is since before the changes, or since the units were inserted that they deleted or formatted.
    /// </summary>
    public void AddTo(List<Operation> operations, List<Reinsertion> restored, int eventOffset)
    {
        var floor = _graph.LatestCritical(_reversal.Target.Ranges[0].Start - 1);
        while (true)
        {
            var needed = floor;
            var edits = new TextEdits(_container.Path);
            var found = new List<Reinsertion>();
            if (TryRead(ref needed) && TryEdit(edits, found, eventOffset))
            {
                edits.AddTo(operations);
                restored.AddRange(found);
                return;
            }

            Debug.Assert(floor >= 0, "Nothing lies before a window from the root.");
            floor = needed < floor ? needed : VersionDifference.Wider(_graph, floor);
        }
    }

    private static void AddDirected(UnitRanges ranges, UnitTree units, int id, int length)
    {
        for (var i = 0; i < length;)
        {
            var from = units.TargetOf(id + i);
            var direction = i + 1 < length && units.TargetOf(id + i + 1) == from - 1 ? -1 : 1;
            var count = 1;
            while (i + count < length && units.TargetOf(id + i + count) == from + (direction * count))
            {
                count++;
            }

            ranges.Add(direction > 0 ? from : from - count + 1, count);
            i += count;
        }
    }

    /// <summary>Walks the window and gathers what the target did; false, with the floor that is needed, when it is too
    /// narrow.</summary>
    private bool TryRead(ref int floor)
    {
        _replay.Walk(floor, _heads.Span);
        _replay.Walker.GoTo(_heads.Span);
        (_inserted, _deletedByDead, _removed, _restoredUnits) = (new(), new(), new(), new());
        _restored = [];
        _deaths.Clear();
        var targets = new UnitRanges();
        foreach (var range in _reversal.Target.Ranges)
        {
            var deleted = new UnitRanges();
            AddRows(range, _inserted, deleted);
            targets.AddAll(deleted);
            _deaths.Add((deleted, range.Start));
            if (!_reversal.IsRedo)
            {
                _deletedByDead.AddAll(deleted);
            }
        }

        foreach (var range in _reversal.Dead.Ranges)
        {
            var deleted = new UnitRanges();
            AddRows(range, null, deleted);
            _deletedByDead.AddAll(deleted);
            _deaths.Add((deleted, range.Start));
        }

        _targetFormats.Clear();
        _targetFormats.AddRange(_replay.Formats.Where(format => _reversal.Target.Contains(format.Event)));
        return TryReadIncarnations(ref floor, _reversal.IsRedo || targets.Count + _targetFormats.Count > 0) && TryReadRoots(targets);
    }

    /// <summary>Adds what the events of a range inserted and deleted, as far as they are in the window.</summary>
    private void AddRows(EventRange range, UnitRanges? inserted, UnitRanges deleted)
    {
        var start = Math.Max(range.Start, _replay.Walker.Floor + 1);
        for (var i = Log.RowAfter(start); i < Log.RowCount && Log.Rows[i].Event < range.End; i++)
        {
            var row = Log.Rows[i];
            var at = Math.Max(row.Event, start);
            row = row.Slice(at - row.Event, Math.Min(row.End, range.End) - at);
            var id = row.Index - _replay.Walker.FirstIndex;
            if (row.IsDeletion)
            {
                AddDirected(deleted, _replay.Walker.Units, id, row.Length);
            }
            else if (row.Kind != TextKind.Format)
            {
                inserted?.Add(id, row.Length);
            }
        }
    }

    private bool TryReadIncarnations(ref int floor, bool areAllNeeded)
    {
        _incarnations = [];
        var first = _replay.Walker.FirstIndex;
        foreach (var (path, start, startRoot, count) in _reversal.Reinsertions)
        {
            // The window may begin in the middle of it, and of its roots.
            var before = Math.Max(0, floor + 1 - start);
            if (before >= count || !string.Equals(path, _container.Path, StringComparison.Ordinal))
            {
                continue;
            }

            if (areAllNeeded && startRoot + before <= floor)
            {
                floor = _graph.LatestCritical(startRoot + before - 1);
                return false;
            }

            before = Math.Max(before, floor + 1 - startRoot);
            if (before < count)
            {
                _incarnations.Add(new Incarnation(
                    Log.IndexOf(start + before) - first, Log.IndexOf(startRoot + before) - first, count - before));
            }
        }

        return true;
    }

    private bool TryReadRoots(UnitRanges targets)
    {
        _deleted = new UnitRanges();
        foreach (var range in targets.All)
        {
            if (range.First >= UnitSpan.Base)
            {
                return false;
            }

            for (var unit = range.First; unit < range.End;)
            {
                var length = range.End - unit;
                _deleted.Add(RootOf(unit, ref length), length);
                unit += length;
            }
        }

        return true;
    }

    /// <summary>The root of a unit, and for how many from it on the same holds.</summary>
    private int RootOf(int unit, ref int length)
    {
        var root = unit;
        foreach (var (first, rootFirst, count) in _incarnations)
        {
            if (first <= unit && unit < first + count)
            {
                root = rootFirst + (unit - first);
                length = Math.Min(length, first + count - unit);
            }
            else if (first > unit)
            {
                length = Math.Min(length, first - unit);
            }
        }

        return root;
    }

    /// <summary>Decides which units go and come.</summary>
    private void Decide()
    {
        foreach (var range in (_reversal.IsRedo ? _deleted : _inserted).All)
        {
            _removed.Add(range.First, range.Length);
            foreach (var (first, root, count) in _incarnations)
            {
                var from = Math.Max(root, range.First);
                var end = Math.Min(root + count, range.End);
                if (from < end)
                {
                    _removed.Add(first + from - root, end - from);
                }
            }
        }

        foreach (var range in (_reversal.IsRedo ? _inserted : _deleted).All)
        {
            for (var root = range.First; root < range.End;)
            {
                var length = range.End - root;
                if (ShouldComeBack(root, ref length, out var last))
                {
                    _restored.Add(new Restored(last, root, length));
                    _restoredUnits.Add(last, length);
                }

                root += length;
            }
        }

        SortRestored();
    }

    /// <summary>Whether a unit that the target took away should be there and is not; and its last incarnation.</summary>
    private bool ShouldComeBack(int root, ref int length, out int last)
    {
        last = root;
        var (isWanted, isThere) = ((_reversal.IsRedo ? _deleted : _inserted).Contains(root, ref length), false);
        isWanted = !isWanted;
        var row = _replay.RowFrom(root, length);
        length = Math.Min(length, row.Length);
        isWanted &= _reversal.Counts(row.Event);
        Judge(root, ref length, ref isWanted, ref isThere);
        foreach (var (first, rootFirst, count) in _incarnations)
        {
            if (rootFirst <= root && root < rootFirst + count)
            {
                length = Math.Min(length, rootFirst + count - root);
                last = first + (root - rootFirst);
                Judge(last, ref length, ref isWanted, ref isThere);
            }
            else if (rootFirst > root)
            {
                length = Math.Min(length, rootFirst - root);
            }
        }

        return isWanted && !isThere;
    }

    private void Judge(int unit, ref int length, ref bool isWanted, ref bool isThere)
    {
        var place = _replay.Walker.Units.Locate(unit);
        ref readonly var span = ref _replay.Walker.Units.SpanAt(place.Leaf, place.Index);
        length = Math.Min(length, span.Length - place.Offset);
        isThere |= !span.IsDeleted;
        var deletions = span.Seen[_replay.Walker.ViewIndex] - 1 - (_deletedByDead.Contains(unit, ref length) ? 1 : 0);
        isWanted &= deletions == 0;
    }

    /// <summary>Goes along all units; false when the window is too narrow.</summary>
    private bool TryEdit(TextEdits edits, List<Reinsertion> found, int eventOffset)
    {
        Decide();
        _counts = Counts(_reversal.Counts);
        _countsWithTarget = Counts(_reversal.CountsWithTarget);
        _countsAll = Counts(static _ => true);
        var formats = new UnitFormats(_graph, _replay, Log);
        var cuts = CutsOf(formats);
        var units = new List<UnitSegment>();
        _replay.AddUnits(units);
        foreach (var whole in units)
        {
            for (var done = 0; done < whole.Length;)
            {
                var first = whole.First + done;
                var segment = whole with { First = first, Length = cuts.LengthFrom(first, whole.Length - done) };
                formats.Enter(segment);
                if (!TryEdit(edits, found, eventOffset, formats, segment))
                {
                    return false;
                }

                formats.Leave(segment);
                done += segment.Length;
            }
        }

        return true;
    }

    private bool TryEdit(TextEdits edits, List<Reinsertion> found, int eventOffset, UnitFormats formats, in UnitSegment segment)
    {
        if (segment.IsDeleted)
        {
            if (_restoredUnits.Contains(segment.First))
            {
                Restore(edits, found, eventOffset, formats, segment);
            }

            return true;
        }

        if (_removed.Contains(segment.First))
        {
            edits.Delete(segment.Length);
            return true;
        }

        for (var done = 0; done < segment.Length;)
        {
            var unit = segment.First + done;
            var length = segment.Length - done;
            var root = _restored.Count == 0 ? unit : RootOf(unit, ref length);
            length = segment.Length - done;
            if (root != unit)
            {
                RestoreBefore(root, edits, found, eventOffset, formats);
                length = HasToRestoreBetween(root, length) ? 1 : length;
            }

            if (!TryKeep(edits, formats, segment with { First = unit, Length = length }))
            {
                return false;
            }

            done += length;
        }

        return true;
    }

    private UnitCuts CutsOf(UnitFormats formats)
    {
        var units = new List<int>();
        formats.AddCuts(units);
        _removed.AddCuts(units);
        foreach (var restored in _restored)
        {
            units.Add(restored.First);
            units.Add(restored.First + restored.Length);
        }

        if (_targetFormats.Count + _restored.Count > 0)
        {
            foreach (var incarnation in _incarnations)
            {
                units.Add(incarnation.First);
                units.Add(incarnation.First + incarnation.Length);
            }
        }

        return new UnitCuts(units);
    }

    private bool[] Counts(Func<int, bool> counts)
    {
        var result = new bool[_replay.Formats.Count];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = counts(_replay.Formats[i].Event);
        }

        return result;
    }

    /// <summary>Puts units back where the last incarnation stood.</summary>
    private void Restore(TextEdits edits, List<Reinsertion> found, int eventOffset, UnitFormats formats, in UnitSegment segment)
    {
        var first = segment.First;
        var restored = _restored.Find(one => one.First <= first && first < one.First + one.Length)!;
        var end = first - restored.First + segment.Length;
        while (restored.Done < end)
        {
            var root = restored.Root + restored.Done;
            RestoreBefore(root, edits, found, eventOffset, formats);
            var isAlone = restored.First == restored.Root;
            var length = HasToRestoreBetween(root, end - restored.Done) ? 1 : end - restored.Done;
            var row = isAlone ? formats.PieceFrom(root, length) : RowAnywhere(formats, root, length);
            var attributes = isAlone ? formats.AttributesOf(root, _counts) : AttributesOf(formats, LogicalUnit(root));
            Restore(edits, found, eventOffset, row, attributes);
            restored.Done += row.Length;
        }
    }

    /// <summary>
    /// Puts those units back first that were before another one that came back earlier: that stands in front of where they
    /// were deleted, for what is inserted stands in front of what is deleted at the same place.
    /// </summary>
    private void RestoreBefore(int other, TextEdits edits, List<Reinsertion> found, int eventOffset, UnitFormats formats)
    {
        foreach (var restored in _restored)
        {
            while (restored.Done < restored.Length && Compare(restored.Root + restored.Done, other) < 0)
            {
                var row = RowAnywhere(formats, restored.Root + restored.Done, 1);
                Restore(edits, found, eventOffset, row, AttributesOf(formats, LogicalUnit(restored.Root + restored.Done)));
                restored.Done += row.Length;
            }
        }
    }

    private void SortRestored()
    {
        if (_incarnations.Count == 0)
        {
            _restored.Sort((a, b) => _replay.Walker.Units.Compare(a.Root, b.Root));
            return;
        }

        // Insertion by insertion: where others have typed between incarnations, the order may not be one for all.
        for (var i = 1; i < _restored.Count; i++)
        {
            for (var j = i; j > 0 && Compare(_restored[j].Root, _restored[j - 1].Root) < 0; j--)
            {
                (_restored[j], _restored[j - 1]) = (_restored[j - 1], _restored[j]);
            }
        }
    }

    /// <summary>
    /// Which of two units comes first: as it was when both were there, for what comes back stands in front of what is
    /// deleted at the same place, whatever the order was.
    /// </summary>
    private int Compare(int root, int other)
    {
        List<int> ours = LogicalUnit(root), theirs = LogicalUnit(other);
        for (var i = ours.Count - 1; i >= 0; i--)
        {
            for (var j = theirs.Count - 1; j >= 0; j--)
            {
                if (EventOf(ours[i]) < DeathOf(theirs[j]) && EventOf(theirs[j]) < DeathOf(ours[i]))
                {
                    return _replay.Walker.Units.Compare(ours[i], theirs[j]);
                }
            }
        }

        return _replay.Walker.Units.Compare(ours[^1], theirs[^1]);
    }

    private int EventOf(int unit) => _replay.RowFrom(unit, 1).Event;

    private int DeathOf(int unit)
    {
        foreach (var (units, at) in _deaths)
        {
            if (units.Contains(unit))
            {
                return at;
            }
        }

        return int.MaxValue;
    }

    /// <summary>Whether anything that has to come back belongs between the units of some that come one after another.</summary>
    private bool HasToRestoreBetween(int root, int length)
    {
        foreach (var restored in _restored)
        {
            if (restored.Done < restored.Length && Compare(root, restored.Root + restored.Done) < 0
                && Compare(restored.Root + restored.Done, root + length - 1) < 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Without formats all of a row is alike; with them each unit is looked at by itself.</summary>
    private TextRow RowAnywhere(UnitFormats formats, int root, int length) =>
        _replay.RowFrom(root, formats.All.IsEmpty ? length : 1);

    private void Restore(TextEdits edits, List<Reinsertion> found, int eventOffset, in TextRow row, Properties attributes)
    {
        found.Add(new Reinsertion(_container.Path, eventOffset + edits.EventCount, row.Event, row.Length));
        if (row.Kind == TextKind.Embed)
        {
            edits.InsertEmbed(Log.Payloads[row.Payload].Embed!.Value, attributes);
        }
        else
        {
            edits.Insert(Log.UnitsOf(row), attributes);
        }
    }

    /// <summary>Keeps units, and where a format of the target is what decides or would decide, sets the attribute.</summary>
    private bool TryKeep(TextEdits edits, UnitFormats formats, in UnitSegment segment)
    {
        var length = 1;
        var isIncarnation = _targetFormats.Count > 0 && RootOf(segment.First, ref length) != segment.First;
        if (!isIncarnation && !IsFormatted(formats))
        {
            edits.Keep(segment.Length);
            return true;
        }

        for (var done = 0; done < segment.Length; done += length)
        {
            var unit = segment.First + done;
            length = segment.Length - done;
            var root = RootOf(unit, ref length);
            length = segment.IsBase ? segment.Length
                : isIncarnation ? 1
                : formats.PieceFrom(unit, length).Length;
            if (!TryFormat(edits, formats, unit, isIncarnation ? LogicalUnit(root) : null, length))
            {
                return false;
            }

            edits.Keep(length);
        }

        return true;
    }

    private bool IsFormatted(UnitFormats formats)
    {
        foreach (var format in formats.Covering)
        {
            if (_reversal.Target.Contains(formats.All[format].Event))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryFormat(TextEdits edits, UnitFormats formats, int unit, List<int>? logical, int length)
    {
        foreach (var key in _targetFormats.Select(format => format.Format.Key!).Distinct(StringComparer.Ordinal))
        {
            var decides = Decide(formats, unit, logical, key, _countsWithTarget);
            if (decides is not { } write || !_reversal.Target.Contains(write.Event))
            {
                continue;
            }

            var wanted = _reversal.IsRedo ? decides : Decide(formats, unit, logical, key, _counts);
            if (wanted is null && unit >= UnitSpan.Base)
            {
                return false;
            }

            var value = wanted?.Value ?? JsonValue.Null;
            if (value != (formats.Decide(unit, key, _countsAll)?.Value ?? JsonValue.Null))
            {
                edits.Format(length, key, value);
            }
        }

        return true;
    }

    private UnitWrite? Decide(UnitFormats formats, int unit, List<int>? logical, string key, bool[] counts) =>
        logical is null ? formats.Decide(unit, key, counts) : Decide(formats, logical, key, counts);

    /// <summary>What decides an attribute of a unit that came back, as if it had been there all the time.</summary>
    private UnitWrite? Decide(UnitFormats formats, List<int> logical, string key, bool[] counts)
    {
        var decides = formats.OfInsertion(logical[0], key);
        for (var i = 0; i < formats.All.Length; i++)
        {
            foreach (var unit in logical)
            {
                if (Covers(formats.All[i], unit) && !SawDeath(formats.All[i].Event, unit))
                {
                    formats.Consider(ref decides, i, unit, key, counts);
                }
            }
        }

        return decides;
    }

    /// <summary>Whether the author of an event knew that a unit was gone; what comes back stands elsewhere.</summary>
    private bool SawDeath(int lv, int unit) => DeathOf(unit) is < int.MaxValue and var death && _graph.Contains([lv], death);

    private bool Covers(in FormatSpan format, int unit) =>
        _replay.Walker.Units.Compare(format.First, unit) <= 0 && _replay.Walker.Units.Compare(unit, format.Last) <= 0;

    private Properties AttributesOf(UnitFormats formats, List<int> logical)
    {
        var attributes = Log.Payloads[_replay.RowFrom(logical[0], 1).Payload].Attributes;
        foreach (var key in _replay.Formats.Select(format => format.Format.Key!).Distinct(StringComparer.Ordinal))
        {
            if (Decide(formats, logical, key, _counts) is { } write)
            {
                attributes = attributes.With(key, write.Value);
            }
        }

        return attributes.WithoutNulls();
    }

    /// <summary>A root and all that came back for it, the oldest first.</summary>
    private List<int> LogicalUnit(int root)
    {
        var units = new List<int> { root };
        foreach (var (first, rootFirst, count) in _incarnations)
        {
            if (rootFirst <= root && root < rootFirst + count)
            {
                units.Add(first + (root - rootFirst));
            }
        }

        return units;
    }

    /// <summary>Units that are to come back, in the order of their roots.</summary>
    private sealed class Restored(int first, int root, int length)
    {
        /// <summary>The last incarnation of the first unit.</summary>
        public int First { get; } = first;

        /// <summary>The root of the first unit.</summary>
        public int Root { get; } = root;

        /// <summary>How many.</summary>
        public int Length { get; } = length;

        /// <summary>How many are there again.</summary>
        public int Done { get; set; }
    }

    /// <summary>Units that came back: the first of them, the first of their roots, and how many.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Incarnation(int First, int Root, int Length);
}
