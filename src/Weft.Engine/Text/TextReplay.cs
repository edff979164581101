namespace Weft.Engine;

/// <summary>
/// Walks events of one text once more, any causally closed set of them, with a walker of its own: for questions about
/// the past. Nothing that merges is touched.
/// </summary>
internal sealed class TextReplay
{
    private readonly EventGraph _graph;
    private readonly TextContainer _container;
    private readonly WalkPlan _plan = new();
    private readonly TextEffects _effects = new();
    private readonly EventList _heads = new();
    private readonly RangeList _past = new();
    private readonly RangeList _notPast = new();
    private RichText? _text;

    public TextReplay(EventGraph graph, TextContainer container)
    {
        (_graph, _container) = (graph, container);
        Walker = new TextWalker(graph, container);
    }

    /// <summary>The walker, as the last walk left it.</summary>
    public TextWalker Walker { get; }

    /// <summary>The formats of the last walk, in the order of their events.</summary>
    public List<FormatSpan> Formats { get; } = [];

    private TextLog Log => _container.Log;

    /// <summary>
    /// The text of a version: linear stretches go straight to a rope, the others are walked. Costs as much as merging
    /// the version's own history does.
    /// </summary>
    public RichText TextAt(ReadOnlySpan<int> version)
    {
        _text = new RichText();
        var floor = version.IsEmpty ? -1 : _graph.LatestCritical(version[^1]);
        ShowUpTo(floor);
        Walk(floor, version);
        return _text;
    }

    /// <summary>Walks what is in a version since a critical event that is in its past, -1 for the root.</summary>
    public void Walk(int floor, ReadOnlySpan<int> version)
    {
        Walker.Begin(floor);
        Formats.Clear();
        _graph.Diff(version, floor < 0 ? [] : [floor], _past, _notPast);
        if (_past.Count == 0)
        {
            return;
        }

        _plan.Build(_graph, floor + 1, _past[0].End, Walker.Version);
        for (var i = 0; i < _plan.Count; i++)
        {
            WalkPiece(_plan[i]);
        }

        Formats.Sort(static (a, b) => a.Event.CompareTo(b.Event));
    }

    /// <summary>Adds all units of the last walk in their order, in the states that the walker has them in.</summary>
    public void AddUnits(List<UnitSegment> into)
    {
        var units = Walker.Units;
        for (var leaf = units.FirstLeaf; leaf >= 0; leaf = units.NextOf(leaf))
        {
            foreach (ref readonly var span in units.SpansOf(leaf))
            {
                into.Add(new UnitSegment(span.First, span.Length, span.Seen[Walker.ViewIndex], span.IsDeleted));
            }
        }
    }

    /// <summary>The part of a row that inserts a unit of the window, from that on.</summary>
    public TextRow RowFrom(int unit, int length)
    {
        var index = unit + Walker.FirstIndex;
        ref readonly var row = ref Log.Rows[Log.RowAtIndex(index)];
        var offset = index - row.Index;
        return row.Slice(offset, Math.Min(length, row.Length - offset));
    }

    private void ShowUpTo(int floor)
    {
        int at = 0, i = 0;
        while (true)
        {
            while (i < Log.RowCount && Log.Rows[i].End <= at)
            {
                i++;
            }

            if (i == Log.RowCount || Log.Rows[i].Event > floor || at > floor)
            {
                return;
            }

            at = Math.Max(at, Log.Rows[i].Event);
            at = _graph.IsCritical(at) ? ShowLinear(Log.Rows[i], at, floor) : ShowStretch(at);
        }
    }

    /// <summary>Does what a row says from an event on as long as that is critical, and tells where it ended.</summary>
    private int ShowLinear(in TextRow row, int at, int floor)
    {
        var end = Math.Min(Math.Min(row.End, floor + 1), _graph.CriticalEnd(at));
        var part = row.Slice(at - row.Event, end - at);
        var payload = Log.Payloads[part.Payload];
        switch (part.Kind)
        {
            case TextKind.Insert:
                _text!.Insert(part.Position, Log.UnitsOf(part), payload.Attributes);
                break;
            case TextKind.Embed:
                _text!.InsertEmbed(part.Position, payload.Embed!.Value, payload.Attributes);
                break;
            case TextKind.Format:
                _text!.Format(part.Position, part.Content, payload.Key!, payload.Value);
                break;
            default:
                _text!.Delete(part.Kind == TextKind.Delete ? part.Position : part.Position - part.Length + 1, part.Length);
                break;
        }

        return end;
    }

    /// <summary>Walks what lies between two critical events, and tells where it ended.</summary>
    private int ShowStretch(int at)
    {
        var end = _graph.NextCritical(at);
        _heads.Set(_graph.HeadsAt(end));
        Walk(_graph.LatestCritical(at), _heads.Span);
        return end;
    }

    private void WalkPiece(EventRange piece)
    {
        var end = Math.Min(piece.End, EndOfPast(piece.Start));
        if (end <= piece.Start)
        {
            return;
        }

        for (var i = Log.RowAfter(piece.Start); i < Log.RowCount && Log.Rows[i].Event < end; i++)
        {
            var row = Log.Rows[i];
            var at = Math.Max(row.Event, piece.Start);
            row = row.Slice(at - row.Event, Math.Min(row.End, end) - at);
            Walker.Follow(_graph.ParentsOf(at));
            if (row.Kind == TextKind.Format)
            {
                AddFormat(row);
            }

            Walker.Apply(row, _effects);
            if (_text is not null)
            {
                Show(_text);
            }

            _effects.Clear();
        }
    }

    /// <summary>Up to where the version goes from an event on; that event when it is not in it.</summary>
    private int EndOfPast(int lv)
    {
        // The ranges are the newest first.
        int low = 0, high = _past.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_past[middle].Start <= lv)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low < _past.Count ? Math.Max(lv, _past[low].End) : lv;
    }

    private void AddFormat(in TextRow row)
    {
        var payload = Log.Payloads[row.Payload];
        Formats.Add(new FormatSpan(
            row.Event, UnitAt(row.Position), UnitAt(row.Position + row.Content - 1), payload, _graph.StampOf(row.Event)));
    }

    private int UnitAt(int position)
    {
        var place = Walker.Units.Find(position, Walker.ViewIndex);
        return Walker.Units.SpanAt(place.Leaf, place.Index).First + place.Offset;
    }

    private void Show(RichText text)
    {
        foreach (ref readonly var effect in _effects.Items)
        {
            TextEffects.Apply(effect, effect.Kind == TextKind.Insert ? Log.Units.Slice(effect.Content, effect.Length) : default, text);
        }
    }
}
