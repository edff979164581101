using System.Diagnostics;

namespace Weft.Engine;

/// <summary>One text of a document: its current state, the events that made it, and now and then a walker.</summary>
internal sealed class TextContainer
{
#if DEBUG
    private const int WalkerLag = 16;
    private const int WalkerExcess = 2;
    private const int SmallWalker = 8;
#else
    /// <summary>
    /// How many events the walker may lag behind a history that has become linear before its memory is given back.
    /// </summary>
    private const int WalkerLag = 16_384;

    /// <summary>A walker that holds this many times more events than are needed begins anew.</summary>
    private const int WalkerExcess = 8;

    /// <summary>Walkers with fewer events than this are not worth beginning anew.</summary>
    private const int SmallWalker = 1024;
#endif

    private EventGraph _graph;
    private readonly TextEffects _effects = new();
    private TextWalker? _walker;

    // A second one for questions about old places, so that they do not disturb the one that merges.
    private TextWalker? _asked;

    public TextContainer(EventGraph graph, string path, RichText text, TextLog log)
    {
        (_graph, Path, Text, Log) = (graph, path, text, log);
    }

    public string Path { get; }

    public RichText Text { get; private set; }

    public TextLog Log { get; private set; }

    /// <summary>Whether a surrogate has ever been inserted. Without one, no place needs to be looked at.</summary>
    public bool HasSurrogates { get; set; }

    /// <summary>Judges the only edit of a change on this text.</summary>
    /// <param name="kind">What it does.</param>
    /// <param name="position">Where, at least 0.</param>
    /// <param name="length">How many units it inserts, deletes or covers, at least 1.</param>
    /// <param name="walker">Shows what the author saw; null when that is the text as it is.</param>
    /// <param name="lowSurrogates">Is given the offsets of the second halves of pairs that it deletes.</param>
    public RefusalReason? Judge(TextKind kind, int position, int length, TextWalker? walker, EventList lowSurrogates)
    {
        lowSurrogates.Clear();
        var covered = kind is TextKind.Delete or TextKind.Format ? length : 0;
        var size = Text.Length + (walker?.PrepareExcess ?? 0);
        if (position > size - covered)
        {
            return RefusalReason.OutOfRange;
        }

        if (!HasSurrogates)
        {
            return null;
        }

        if (SplitsPair(position, size, walker) || SplitsPair(position + covered, size, walker))
        {
            return RefusalReason.SplitsSurrogate;
        }

        for (var i = 0; kind == TextKind.Delete && i < length; i++)
        {
            if (IsLowSurrogate(position + i, walker))
            {
                lowSurrogates.Add(i);
            }
        }

        return null;
    }

    /// <summary>Takes and merges one edit without attributes of an author who saw all that is in the document.</summary>
    public void AddPlain(
        int at, bool continues, TextKind kind, int position, int length, ReadOnlySpan<char> units, EventList lowSurrogates)
    {
        Log.Append(at, continues, kind, position, length, units, 0);
        foreach (var offset in lowSurrogates.Span)
        {
            Log.AddLowSurrogate(at + offset);
        }

        if (kind == TextKind.Insert)
        {
            Text.Insert(position, units, Properties.Empty);
            HasSurrogates = HasSurrogates || Utf16.HasSurrogates(units);
        }
        else
        {
            Text.Delete(position, length);
        }

        RetireWalkers();
    }

    /// <summary>Merges an event run of an author who saw all that is in the document: it means what it says.</summary>
    /// <param name="row">The row, which the log has already.</param>
    /// <param name="operations">Takes what it came to as records, unless it is null.</param>
    public void ApplyLinear(in TextRow row, List<Operation>? operations)
    {
        _effects.Clear();
        var payload = Log.Payloads[row.Payload];
        payload = payload.Attributes.HasNulls ? payload with { Attributes = payload.Attributes.WithoutNulls() } : payload;
        switch (row.Kind)
        {
            case TextKind.Delete:
                _effects.Add(TextKind.Delete, row.Position, row.Length, 0, payload);
                break;
            case TextKind.DeleteBackward:
                _effects.Add(TextKind.Delete, row.Position - row.Length + 1, row.Length, 0, payload);
                break;
            case TextKind.Format:
                _effects.Add(TextKind.Format, row.Position, row.Content, 0, payload);
                break;
            default:
                _effects.Add(row.Kind, row.Position, row.Length, row.Content, payload);
                break;
        }

        Show(operations);
    }

    /// <summary>Gives walkers back that lag far behind a history that has become linear.</summary>
    public void RetireWalkers()
    {
        if (_walker is not null || _asked is not null)
        {
            _walker = Kept(_walker);
            _asked = Kept(_asked);
        }
    }

    /// <summary>Merges an event run whose author's view the walker shows.</summary>
    /// <param name="row">The row, which the log has already.</param>
    /// <param name="operations">Takes what it came to as records, unless it is null.</param>
    public void ApplyWalked(in TextRow row, List<Operation>? operations)
    {
        _effects.Clear();
        // A text that this change begins has had no walker to be judged by.
        _walker ??= WalkerAt(_graph.ParentsOf(row.Event), row.Event, _graph.AgentOf(row.Event));
        _walker.MoveTo(_graph.ParentsOf(row.Event), _graph.AgentOf(row.Event));
        _walker.Apply(row, _effects);
        Show(operations);
    }

    /// <summary>The walker that merges, with everything before an event applied, standing at a version.</summary>
    public TextWalker WalkerAt(ReadOnlySpan<int> version, int before, int agent)
    {
        var walker = Prepare(ref _walker, version, before);
        walker.MoveTo(version, agent);
        return walker;
    }

    /// <summary>The walker that merges, as it is; null when there is none.</summary>
    public TextWalker? Walker => _walker;

    /// <summary>A walker for questions, with everything applied, standing at a version.</summary>
    public TextWalker Ask(ReadOnlySpan<int> version)
    {
        var walker = Prepare(ref _asked, version, _graph.EventCount);
        walker.GoTo(version);
        return walker;
    }

    /// <summary>Where a place of a version is now, if that version's text was as long.</summary>
    public int? Resolve(ReadOnlySpan<int> version, int position, Bias bias)
    {
        var walker = Ask(version);
        return position <= Text.Length + walker.PrepareExcess ? walker.MergedPosition(position, bias) : null;
    }

    /// <summary>Gives back the memory of walkers.</summary>
    public void DropWalkers() => _walker = _asked = null;

    /// <summary>Takes over another graph and log of the same events, or of those since a horizon.</summary>
    public void Adopt(EventGraph graph, TextLog log)
    {
        DropWalkers();
        (_graph, Log) = (graph, log);
        if (HasSurrogates && log.EventCount > 0)
        {
            // Which deletions took second halves of pairs is written nowhere; a walk over everything tells it.
            Prepare(ref _asked, [], int.MaxValue);
            _asked = null;
        }
    }

    /// <summary>Takes over a graph in which only the events from one on are held, under the same numbers.</summary>
    public void KeepFrom(int lv, EventGraph graph)
    {
        DropWalkers();
        (_graph, Log) = (graph, Log.From(lv));
    }

    /// <summary>
    /// Merges the rows of events that the log and the graph have already but nobody has applied, as runs and in the order
    /// that costs least. False when one lies beyond the text that its author saw: then the text is in no state to be used.
    /// </summary>
    public bool ApplyFrom(int first, WalkPlan plan)
    {
        var heads = new EventList();
        heads.Set(_graph.HeadsAt(first));
        for (var i = Log.RowAfter(first); i < Log.RowCount;)
        {
            var row = From(Log.Rows[i], first);
            if (!_graph.IsCritical(row.Event))
            {
                var start = Math.Max(first, _graph.LatestCritical(row.Event) + 1);
                var end = _graph.NextCritical(row.Event);
                if (!ApplyStretch(start, end, start == first ? heads.Span : [], plan))
                {
                    return false;
                }

                first = end;
                i = Log.RowAfter(first);
                continue;
            }

            row = row.Slice(0, Math.Min(row.End, _graph.CriticalEnd(row.Event)) - row.Event);
            if (!IsInRange(row, Text.Length))
            {
                return false;
            }

            ApplyLinear(row, null);
            first = row.End;
            i = Log.RowAfter(first);
        }

        RetireWalkers();
        return true;
    }

    /// <summary>Goes back to an earlier state: what the text was, and how many events there were.</summary>
    public void Restore(RichText text, int eventCount)
    {
        DropWalkers();
        Text = text;
        Log.TruncateTo(eventCount);
    }

    [Conditional("DEBUG")]
    public void CheckInvariants()
    {
        Text.CheckInvariants();
        Log.CheckInvariants();
        _walker?.CheckInvariants();
        _asked?.CheckInvariants();
    }

    private bool SplitsPair(int position, int size, TextWalker? walker) =>
        position > 0 && position < size && IsLowSurrogate(position, walker);

    private bool IsLowSurrogate(int position, TextWalker? walker) =>
        walker?.IsLowSurrogate(position) ?? char.IsLowSurrogate(Text[position]);

    private static TextRow From(in TextRow row, int first) =>
        row.Event >= first ? row : row.Slice(first - row.Event, row.End - first);

    private static bool IsInRange(in TextRow row, int length) => row.Kind switch
    {
        TextKind.Delete => row.Position <= length - row.Length,
        TextKind.DeleteBackward => row.Position < length && row.Position >= row.Length - 1,
        TextKind.Format => row.Position <= length - row.Content,
        _ => row.Position <= length,
    };

    /// <summary>Walks events between two critical ones.</summary>
    private bool ApplyStretch(int start, int end, ReadOnlySpan<int> heads, WalkPlan plan)
    {
        if (heads.Length > 0 && heads[^1] != start - 1 | !_graph.IsCritical(start - 1))
        {
            Prepare(ref _walker, heads, start);
        }
        else
        {
            (_walker ??= new TextWalker(_graph, this)).Begin(start - 1);
        }

        plan.Build(_graph, start, end, _walker!.Version);
        for (var piece = 0; piece < plan.Count; piece++)
        {
            var range = plan[piece];
            for (var i = Log.RowAfter(range.Start); i < Log.RowCount && Log.Rows[i].Event < range.End; i++)
            {
                var row = From(Log.Rows[i], range.Start);
                row = row.Slice(0, Math.Min(row.End, range.End) - row.Event);
                _walker.Follow(_graph.ParentsOf(row.Event));
                if (!IsInRange(row, Text.Length + _walker.PrepareExcess))
                {
                    return false;
                }

                _effects.Clear();
                _walker.Apply(row, _effects);
                Show(null);
            }
        }

        return true;
    }

    private TextWalker Prepare(ref TextWalker? walker, ReadOnlySpan<int> version, int before)
    {
        var floor = version.Length == 0 ? -1 : _graph.LatestCritical(version[^1]);
        if (walker is null || walker.Floor > floor || !_graph.IsCritical(walker.Floor) || IsTooLarge(walker, floor))
        {
            walker ??= new TextWalker(_graph, this);
            walker.Begin(floor);
        }

        CatchUp(walker, before);
        return walker;
    }

    /// <summary>Applies what the text has had without the walker: in the log's order, up to an event.</summary>
    private void CatchUp(TextWalker walker, int before)
    {
        var index = walker.FirstIndex + walker.Applied;
        if (index == Log.EventCount)
        {
            return;
        }

        var effects = new TextEffects();
        for (var i = Log.RowAtIndex(index); i < Log.RowCount && Log.Rows[i].Event < before; i++)
        {
            var row = Log.Rows[i];
            row = row.Slice(index - row.Index, row.Length - (index - row.Index));
            if (row.End > before)
            {
                row = row.Slice(0, before - row.Event);
            }

            walker.MoveTo(_graph.ParentsOf(row.Event), _graph.AgentOf(row.Event));
            walker.Apply(row, effects);
            effects.Clear();
            index = row.Index + row.Length;
        }
    }

    private TextWalker? Kept(TextWalker? walker) =>
        walker is not null && Log.EventCount - walker.FirstIndex - walker.Applied > WalkerLag ? null : walker;

    private bool IsTooLarge(TextWalker walker, int floor)
    {
        var held = Log.EventCount - walker.FirstIndex;
        return held > SmallWalker && held / WalkerExcess > Log.EventCount - Log.IndexOf(floor + 1);
    }

    /// <summary>Does to the text what the effects say.</summary>
    private void Show(List<Operation>? operations)
    {
        foreach (ref readonly var effect in _effects.Items)
        {
            var units = effect.Kind == TextKind.Insert ? Log.Units.Slice(effect.Content, effect.Length) : default;
            TextEffects.Apply(effect, units, Text);
            operations?.Add(TextOperations.Make(Path, effect.Kind, effect.Position, effect.Length, units, effect.Payload));
        }
    }
}
