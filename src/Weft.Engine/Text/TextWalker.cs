using System.Diagnostics;

namespace Weft.Engine;

/// <summary>
/// Merges concurrent events on one text, by the event graph walker algorithm (J. Gentle, M. Kleppmann, "Collaborative
/// Text Editing with Eg-walker"). It keeps a sequence of all units since a critical version (its floor), deleted ones
/// too, in two states at once: as the author of the next event sees them (prepare), and as the merged text shows them
/// (effect). A position is looked up in the first and comes out in the second.
/// </summary>
/// <remarks>
/// Invariants: the tree holds the units of every event of the text after the floor that was applied, and in front of
/// and behind them those of the text at the floor; the prepare state is that of <see cref="Version"/>; the effect state
/// is that of all events applied. The text at the floor is taken to be endless, so that its length need not be known:
/// what lies behind its end is never reached, because positions are checked first. It has no text of its own.
/// </remarks>
internal sealed class TextWalker
{
    private const int NoAgent = -1;

    /// <summary>
    /// A far view is taken once so many times its distance has been walked without it: so somebody who has just joined
    /// gets one in the end, and the passing of time alone does not make everybody take the farthest in turns.
    /// </summary>
    private const int Patience = 8;

    // More than any text, and half of what sums can hold.
    private const int EndlessLength = UnitSpan.Base - 1;

    private readonly EventGraph _graph;
    private readonly TextContainer _container;
    private readonly UnitTree _units = new();
    private readonly TextMarks _marks = new();
    private readonly RangeList _retreat = new();
    private readonly RangeList _advance = new();
    private HashSet<int>? _deletedBaseLowSurrogates;
    private readonly View[] _views = new View[UnitTree.Views];
    private int _view;
    private long _walked;
    private int _firstIndex;

    public TextWalker(EventGraph graph, TextContainer container)
    {
        _graph = graph;
        _container = container;
        for (var view = 0; view < _views.Length; view++)
        {
            _views[view] = new View();
        }
    }

    /// <summary>The critical event from which on it knows everything; -1 for the root.</summary>
    public int Floor { get; private set; }

    /// <summary>How many events of the text were applied since the floor.</summary>
    public int Applied { get; private set; }

    /// <summary>How many events of the text come before the floor.</summary>
    public int FirstIndex => _firstIndex;

    /// <summary>The number of the view that it shows, for whoever asks the tree.</summary>
    public int ViewIndex => _view;

    /// <summary>The version whose author's view it shows.</summary>
    public ReadOnlySpan<int> Version => _views[_view].Version.Span;

    /// <summary>
    /// By how much the text in the author's view is longer than the merged one; negative when it is shorter.
    /// </summary>
    public int PrepareExcess => _units.PrepareLength(_view) - _units.EffectLength;

    /// <summary>All units, for whoever reads them in their order.</summary>
    public UnitTree Units => _units;

    /// <summary>Forgets everything and begins anew at a critical event, -1 for the root.</summary>
    public void Begin(int floor)
    {
        Floor = floor;
        _firstIndex = Log.IndexOf(floor + 1);
        Applied = 0;
        _units.Clear(EndlessLength);
        _marks.Clear();
        _deletedBaseLowSurrogates = null;
        foreach (var view in _views)
        {
            view.Begin(floor);
        }

        (_view, _walked) = (0, 0);
    }

    /// <summary>
    /// Applies the next events of the text, whose author's view it shows, and adds what they do to the merged text.
    /// </summary>
    public void Apply(in TextRow row, TextEffects effects)
    {
        var id = row.Index - _firstIndex;
        _units.Reserve(id + row.Length);
        switch (row.Kind)
        {
            case TextKind.Insert:
            case TextKind.Embed:
                InsertChanges(row, id, effects);
                break;
            case TextKind.Delete:
                Delete(row, row.Position, id, isBackward: false, effects);
                break;
            case TextKind.DeleteBackward:
                Delete(row, row.Position - row.Length + 1, id, isBackward: true, effects);
                break;
            case TextKind.Format:
                Format(row, id, effects);
                break;
            default:
                throw new UnreachableException();
        }

        Applied += row.Length;
        _views[_view].Add(row);
    }

    /// <summary>
    /// Shows the view of an author at a version that has the floor in its past: the one that stands there already, or the
    /// one from which it is not far.
    /// </summary>
    public void MoveTo(ReadOnlySpan<int> version, int agent)
    {
        if (version.SequenceEqual(Version))
        {
            return;
        }

        if (!TryFindView(version))
        {
            _view = NearestView(_graph.PrefixOf(version), agent);
            GoTo(version);
        }

        _views[_view].Agent = agent;
        _views[_view].LastUse = _walked;
    }

    /// <summary>
    /// Shows a version that has the floor in its past, from where it stands: for walks whose order was planned so that
    /// one view goes back and forth as little as possible.
    /// </summary>
    public void Follow(ReadOnlySpan<int> version)
    {
        if (!version.SequenceEqual(Version) && !TryFindView(version))
        {
            GoTo(version);
        }
    }

    /// <summary>Takes the view that it shows to a version that has the floor in its past.</summary>
    public void GoTo(ReadOnlySpan<int> version)
    {
        _graph.Diff(Version, version, _retreat, _advance);
        var view = _views[_view];
        foreach (var range in _retreat.Span)
        {
            Retreat(range);
            view.Events -= range.Length;
            _walked += range.Length;
        }

        for (var i = _advance.Count - 1; i >= 0; i--)
        {
            Advance(_advance[i]);
            view.Events += _advance[i].Length;
            _walked += _advance[i].Length;
        }

        view.Version.Set(version);
        view.Prefix = _graph.PrefixOf(version);
    }

    /// <summary>Whether the unit at a position of the author's view is the second half of a surrogate pair.</summary>
    public bool IsLowSurrogate(int position)
    {
        var place = _units.Find(position, _view);
        ref readonly var span = ref _units.SpanAt(place.Leaf, place.Index);
        if (span.IsBase)
        {
            return span.IsDeleted
                ? _deletedBaseLowSurrogates?.Contains(span.First + place.Offset) == true
                : char.IsLowSurrogate(_container.Text[place.EffectBefore + place.Offset]);
        }

        return IsLowSurrogate(RowOf(span.First + place.Offset));
    }

    /// <summary>
    /// Where a place of the author's view is in the merged text, as it holds on to the unit on one of its sides.
    /// </summary>
    public int MergedPosition(int position, Bias bias)
    {
        if (bias == Bias.Left && position == 0)
        {
            return 0;
        }

        var place = _units.Find(bias == Bias.Left ? position - 1 : position, _view);
        var isDeleted = _units.SpanAt(place.Leaf, place.Index).IsDeleted;
        return place.EffectBefore + (isDeleted ? 0 : place.Offset + (bias == Bias.Left ? 1 : 0));
    }

    /// <summary>Whether what is put in front of a place lies strictly between two units.</summary>
    public bool IsBetween(int first, int last, in UnitPlace place) =>
        _units.Compare(_units.Locate(first), place) < 0 && _units.Compare(place, _units.Locate(last)) <= 0;

    /// <summary>The row of one unit of the window, which it inserts.</summary>
    public TextRow RowOf(int unit)
    {
        var index = unit + _firstIndex;
        ref readonly var row = ref Log.Rows[Log.RowAtIndex(index)];
        return row.Slice(index - row.Index, 1);
    }

    [Conditional("DEBUG")]
    public void CheckInvariants() => _units.CheckInvariants();

    private TextLog Log => _container.Log;

    private bool TryFindView(ReadOnlySpan<int> version)
    {
        for (var view = 0; view < _views.Length; view++)
        {
            if (version.SequenceEqual(_views[view].Version.Span))
            {
                _view = view;
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The view from which the fewest events lie between it and a version of somebody, as far as can be told without
    /// looking at them; less the longer one has been left out.
    /// </summary>
    private int NearestView(int prefix, int agent)
    {
        var nearest = 0;
        var least = long.MaxValue;
        for (var view = 0; view < _views.Length; view++)
        {
            var distance = _views[view].DistanceTo(prefix, agent) - ((_walked - _views[view].LastUse) / Patience);
            if (distance <= least)
            {
                (nearest, least) = (view, distance);
            }
        }

        return nearest;
    }

    /// <summary>Inserts a row; where it has attributes, change by change, since each has a stamp of its own.</summary>
    private void InsertChanges(in TextRow row, int id, TextEffects effects)
    {
        if (Log.Payloads[row.Payload].Attributes.Count == 0)
        {
            Insert(row, id, effects);
            return;
        }

        for (var done = 0; done < row.Length;)
        {
            var end = _graph.EndOf(_graph.ChangeOf(row.Event + done));
            var length = Math.Min(row.End, end) - row.Event - done;
            Insert(row.Slice(done, length), id + done, effects);
            done += length;
        }
    }

    private void Insert(in TextRow row, int id, TextEffects effects)
    {
        var place = new UnitPlace { Leaf = _units.FirstLeaf, Index = -1 };
        var left = UnitSpan.None;
        var effect = 0;
        if (row.Position > 0)
        {
            place = _units.Find(row.Position - 1, _view);
            ref readonly var span = ref _units.SpanAt(place.Leaf, place.Index);
            left = span.First + place.Offset;
            effect = place.EffectBefore + (span.IsDeleted ? 0 : place.Offset + 1);
            if (++place.Offset < span.Length)
            {
                var cut = _units.CutBefore(place);
                Put(cut, RunOf(row, id, left, left + 1), row, effect, effects);
                return;
            }
        }

        Step(ref place);
        var run = RunOf(row, id, left, RightOriginAt(place));
        if (_units.SpanAt(place.Leaf, place.Index).Seen[_view] == 0)
        {
            PlaceAmongConcurrent(run, ref place, ref effect);
        }

        Put(place, run, row, effect, effects);
    }

    private UnitSpan RunOf(in TextRow row, int id, int left, int right)
    {
        var run = new UnitSpan { First = id, Length = row.Length, LeftOrigin = left, RightOrigin = right };
        run.Seen[_view] = 1;
        return run;
    }

    /// <summary>Goes to the next span; the text at the floor being endless, there is one.</summary>
    private void Step(ref UnitPlace place)
    {
        place.Offset = 0;
        if (++place.Index == _units.CountOf(place.Leaf))
        {
            place.Leaf = _units.NextOf(place.Leaf);
            place.Index = 0;
        }
    }

    /// <summary>The first unit from a place on that the author knows, deleted or not.</summary>
    private int RightOriginAt(UnitPlace place)
    {
        while (_units.SpanAt(place.Leaf, place.Index).Seen[_view] == 0)
        {
            Step(ref place);
        }

        return _units.SpanAt(place.Leaf, place.Index).First;
    }

    /// <summary>
    /// Finds the place of a run among those that others inserted concurrently at the same place, from the first of them
    /// on. The order is that of FugueMax (M. Weidner, M. Kleppmann, "The Art of the Fugue"), found by scanning as YjsMod
    /// does: what hangs on a unit further left ends the scan; of what hangs on the same unit, the one whose right origin
    /// lies further right comes first, and of equal ones the one of the lesser agent.
    /// </summary>
    private void PlaceAmongConcurrent(in UnitSpan run, ref UnitPlace place, ref int effect)
    {
        var isScanning = false;
        var (at, effectAt) = (place, effect);
        while (true)
        {
            var other = _units.SpanAt(at.Leaf, at.Index);
            if (other.Seen[_view] > 0)
            {
                break;
            }

            var byLeft = _units.Compare(other.LeftOrigin, run.LeftOrigin);
            if (byLeft < 0)
            {
                break;
            }

            if (byLeft == 0)
            {
                var byRight = _units.Compare(other.RightOrigin, run.RightOrigin);
                if (byRight == 0 && IsOfLesserAgent(run.First, other.First))
                {
                    break;
                }

                isScanning = byRight < 0;
            }

            effectAt += other.EffectLength;
            Step(ref at);
            if (!isScanning)
            {
                (place, effect) = (at, effectAt);
            }
        }
    }

    // Two concurrent runs are never of the same agent.
    private bool IsOfLesserAgent(int unit, int other) => string.CompareOrdinal(AgentOf(unit), AgentOf(other)) < 0;

    private string AgentOf(int unit) => _graph.AgentName(_graph.AgentOf(RowOf(unit).Event));

    /// <summary>Puts a run in front of the span at a place.</summary>
    private void Put(UnitPlace place, UnitSpan run, in TextRow row, int effect, TextEffects effects)
    {
        var payload = Log.Payloads[row.Payload];
        if (!_marks.AreAllSeen(_view) || payload.Attributes.Count > 0)
        {
            run.Marks = _marks.OfInsertion(_view, place, this, payload.Attributes, _graph.StampOf(row.Event));
        }

        if (place.Index > 0 && _units.SpanAt(place.Leaf, place.Index - 1).CanAppend(run))
        {
            _units.Lengthen(place.Leaf, place.Index - 1, run.Length);
        }
        else
        {
            _units.Insert(place.Leaf, place.Index, run);
        }

        effects.Add(row.Kind, effect, row.Length, row.Content, Marked(payload, run.Marks));
    }

    private TextPayload Marked(TextPayload payload, int marks)
    {
        if (marks == 0 && !payload.Attributes.HasNulls)
        {
            return payload;
        }

        var attributes = _marks.Marked(marks, payload.Attributes).WithoutNulls();
        return payload.Embed is null && attributes.Count == 0 ? TextPayload.None : payload with { Attributes = attributes };
    }

    private void Delete(in TextRow row, int position, int id, bool isBackward, TextEffects effects)
    {
        var first = effects.Count;
        for (var done = 0; done < row.Length;)
        {
            var found = _units.Find(position, _view);
            var length = Math.Min(row.Length - done, _units.SpanAt(found.Leaf, found.Index).Length - found.Offset);
            var at = _units.Isolate(found, length);
            ref var span = ref _units.SpanAt(at.Leaf, at.Index);
            SetTargets(row, id, done, span.First, length, isBackward);
            span.Seen[_view]++;
            _units.Add(at.Leaf, _view, -length, -span.EffectLength);
            if (!span.IsDeleted)
            {
                effects.AddDeletion(first, found.EffectBefore + found.Offset, length);
                span.IsDeleted = true;
            }

            _units.JoinAround(at.Leaf, at.Index);
            done += length;
        }
    }

    private void SetTargets(in TextRow row, int id, int done, int unit, int length, bool isBackward)
    {
        for (var i = 0; i < length; i++)
        {
            var deletion = isBackward ? row.Length - 1 - (done + i) : done + i;
            _units.SetTarget(id + deletion, unit + i);
        }

        if (_container.HasSurrogates)
        {
            FollowLowSurrogates(row, id, unit, length, isBackward ? row.Length - done - length : done);
        }
    }

    /// <summary>
    /// Of a unit from before the window, its deletion knows what the text can no longer tell; of another one, it is told
    /// to know.
    /// </summary>
    private void FollowLowSurrogates(in TextRow row, int id, int unit, int length, int firstDeletion)
    {
        for (var deletion = firstDeletion; deletion < firstDeletion + length; deletion++)
        {
            var target = _units.TargetOf(id + deletion);
            if (unit >= UnitSpan.Base && Log.IsLowSurrogate(row.Event + deletion))
            {
                (_deletedBaseLowSurrogates ??= []).Add(target);
            }
            else if (unit < UnitSpan.Base && IsLowSurrogate(RowOf(target)))
            {
                Log.AddLowSurrogate(row.Event + deletion);
            }
        }
    }

    private bool IsLowSurrogate(in TextRow row) => row.Kind == TextKind.Insert && char.IsLowSurrogate(Log.Units[row.Content]);

    private void Format(in TextRow row, int id, TextEffects effects)
    {
        var length = row.Content;
        var end = _units.Find(row.Position + length - 1, _view);
        var last = _units.SpanAt(end.Leaf, end.Index).First + end.Offset;
        end.Offset++;
        if (end.Offset < _units.SpanAt(end.Leaf, end.Index).Length)
        {
            _units.CutBefore(end);
        }

        var found = _units.Find(row.Position, _view);
        var effect = found.EffectBefore + (_units.SpanAt(found.Leaf, found.Index).IsDeleted ? 0 : found.Offset);
        var at = _units.CutBefore(found);
        var payload = Log.Payloads[row.Payload];
        var stamp = _graph.StampOf(row.Event);
        var first = effects.Count;
        _marks.AddFormat(id, _view, payload, stamp, _units.SpanAt(at.Leaf, at.Index).First, last);
        while (true)
        {
            ref var span = ref _units.SpanAt(at.Leaf, at.Index);
            if (_marks.TryMark(ref span.Marks, payload.Key!, stamp, payload.Value) && !span.IsDeleted)
            {
                effects.AddFormat(first, effect, span.Length, payload);
            }

            if (span.Last == last)
            {
                break;
            }

            effect += span.EffectLength;
            Step(ref at);
        }
    }

    private void Retreat(EventRange range)
    {
        var rows = Log.Rows;
        for (var i = Log.RowAfter(range.End - 1); i >= 0; i--)
        {
            if (i == rows.Length || rows[i].Event >= range.End)
            {
                continue;
            }

            if (rows[i].End <= range.Start)
            {
                break;
            }

            Step(Within(rows[i], range), -1);
        }
    }

    private void Advance(EventRange range)
    {
        var rows = Log.Rows;
        for (var i = Log.RowAfter(range.Start); i < rows.Length && rows[i].Event < range.End; i++)
        {
            Step(Within(rows[i], range), 1);
        }
    }

    private static TextRow Within(in TextRow row, EventRange range)
    {
        var start = Math.Max(row.Event, range.Start);
        return row.Slice(start - row.Event, Math.Min(row.End, range.End) - start);
    }

    private void Step(in TextRow row, int by)
    {
        var id = row.Index - _firstIndex;
        switch (row.Kind)
        {
            case TextKind.Insert:
            case TextKind.Embed:
                StepUnits(id, row.Length, by);
                break;
            case TextKind.Format:
                _marks.SetSeen(id, _view, by > 0);
                break;
            default:
                StepTargets(id, row.Length, by);
                break;
        }
    }

    /// <summary>Steps what some deletions deleted, as many at a time as lie together.</summary>
    private void StepTargets(int id, int length, int by)
    {
        for (var i = 0; i < length;)
        {
            var from = _units.TargetOf(id + i);
            var direction = i + 1 < length && _units.TargetOf(id + i + 1) == from - 1 ? -1 : 1;
            var count = 1;
            while (i + count < length && _units.TargetOf(id + i + count) == from + (direction * count))
            {
                count++;
            }

            StepUnits(direction > 0 ? from : from - count + 1, count, by);
            i += count;
        }
    }

    private void StepUnits(int unit, int length, int by)
    {
        while (length > 0)
        {
            var place = _units.Locate(unit);
            var count = Math.Min(length, _units.SpanAt(place.Leaf, place.Index).Length - place.Offset);
            var at = _units.Isolate(place, count);
            ref var span = ref _units.SpanAt(at.Leaf, at.Index);
            var before = span.PrepareLength(_view);
            span.Seen[_view] += by;
            Debug.Assert(span.Seen[_view] >= 0, "What was not inserted cannot be deleted.");
            if (span.PrepareLength(_view) != before)
            {
                _units.Add(at.Leaf, _view, span.PrepareLength(_view) - before, 0);
            }

            _units.JoinAround(at.Leaf, at.Index);
            unit += count;
            length -= count;
        }
    }

    /// <summary>One author's view: what it shows, whose it was last, and when.</summary>
    private sealed class View
    {
        public EventList Version { get; } = new();

        /// <summary>So many of the first events it shows.</summary>
        public int Prefix { get; set; }

        /// <summary>How many events it shows in all.</summary>
        public int Events { get; set; }

        public int Agent { get; set; } = NoAgent;

        /// <summary>How many events all views had been taken across when it was used last.</summary>
        public long LastUse { get; set; }

        public void Begin(int floor)
        {
            Version.Set(floor < 0 ? [] : [floor]);
            (Prefix, Events, Agent, LastUse) = (floor + 1, floor + 1, NoAgent, 0);
        }

        public void Add(in TextRow row)
        {
            Version.SetOne(row.End - 1);
            Events += row.Length;
            Prefix = Prefix == row.Event ? row.End : Prefix;
        }

        /// <summary>
        /// About how many events lie between it and a version. What it shows beyond its prefix is the latest of its
        /// author, for whom it stays, while for anybody else it goes.
        /// </summary>
        public int DistanceTo(int prefix, int agent) => Math.Abs(Prefix - prefix) + (agent == Agent ? Prefix - Events : Events - Prefix);
    }
}
