namespace Weft.Engine;

/// <summary>
/// A text as the author of a change saw it, as far as it is needed to judge the change: its length, and where its
/// surrogate pairs are. Follows the change's own operations without touching the document.
/// </summary>
internal sealed class AuthorView
{
    private readonly TextContainer? _container;
    private readonly TextWalker? _walker;
    private readonly int _lengthBefore;

    // The change's operations so far, not yet in the segments: those are only made when a place must be looked at.
    private readonly List<(DraftOperation Operation, string Units)> _pending = [];
    private SequenceTree<ViewSegment>? _segments;
    private bool _hasSurrogates;
    private int _length;

    private AuthorView(TextContainer? container, TextWalker? walker)
    {
        _container = container;
        _walker = walker;
        _hasSurrogates = container is { HasSurrogates: true };
        _lengthBefore = _length = (container?.Text.Length ?? 0) + (walker?.PrepareExcess ?? 0);
    }

    /// <summary>The view of an author who saw all that is in the document.</summary>
    public static AuthorView OfHead(TextContainer? container) => new(container, null);

    /// <summary>The view of an author who saw the version at which the walker stands.</summary>
    public static AuthorView OfWalker(TextContainer container, TextWalker walker) => new(container, walker);

    /// <summary>Judges the next operation; null when it can be taken.</summary>
    /// <param name="operation">An operation on this text.</param>
    /// <param name="units">What it inserts.</param>
    /// <param name="lowSurrogates">The offsets of low surrogates among the units that the operation deletes, null for
    /// none.</param>
    public RefusalReason? Check(in DraftOperation operation, ReadOnlySpan<char> units, out int[]? lowSurrogates)
    {
        lowSurrogates = null;
        var from = operation.Position;
        var covered = operation.Kind is TextKind.Delete or TextKind.Format ? operation.Length : 0;
        if (from > _length - covered)
        {
            return RefusalReason.OutOfRange;
        }

        if (_hasSurrogates && (SplitsPair(from) || SplitsPair(from + covered)))
        {
            return RefusalReason.SplitsSurrogate;
        }

        lowSurrogates = _hasSurrogates && operation.Kind == TextKind.Delete ? LowSurrogates(from, operation.Length) : null;
        Follow(operation, units);
        return null;
    }

    private int[]? LowSurrogates(int from, int length)
    {
        List<int>? offsets = null;
        for (var i = 0; i < length; i++)
        {
            if (IsLowSurrogate(from + i))
            {
                (offsets ??= []).Add(i);
            }
        }

        return offsets is null ? null : [.. offsets];
    }

    private void Follow(in DraftOperation operation, ReadOnlySpan<char> units)
    {
        if (operation.Kind == TextKind.Format)
        {
            return;
        }

        _length += operation.Kind == TextKind.Delete ? -operation.Length : operation.Length;
        _hasSurrogates |= Utf16.HasSurrogates(units);
        _pending.Add((operation, operation.Kind == TextKind.Embed ? "\uFFFC" : units.ToString()));
    }

    private bool SplitsPair(int position) => position > 0 && position < _length && IsLowSurrogate(position);

    private bool IsLowSurrogate(int position)
    {
        if (_pending.Count > 0 || _segments is not null)
        {
            var segment = Segments().Find(position, out var offset);
            if (segment.IsLowSurrogate(offset, out position) is { } isLow)
            {
                return isLow;
            }
        }

        return _walker?.IsLowSurrogate(position) ?? char.IsLowSurrogate(_container!.Text[position]);
    }

    /// <summary>
    /// What the author sees now, as parts of what there was before and of what the change has inserted.
    /// </summary>
    private SequenceTree<ViewSegment> Segments()
    {
        if (_segments is null)
        {
            _segments = new SequenceTree<ViewSegment>();
            if (_lengthBefore > 0)
            {
                _segments.InsertAfter(null, new ViewSegment(null, 0, _lengthBefore));
            }
        }

        foreach (var (operation, units) in _pending)
        {
            if (operation.Kind == TextKind.Delete)
            {
                Delete(_segments, operation.Position, operation.Length);
            }
            else
            {
                _segments.InsertAfter(SplitBefore(_segments, operation.Position), new ViewSegment(units, 0, units.Length));
            }
        }

        _pending.Clear();
        return _segments;
    }

    private static void Delete(SequenceTree<ViewSegment> segments, int position, int length)
    {
        SplitBefore(segments, position);
        SplitBefore(segments, position + length);
        while (length > 0)
        {
            var segment = segments.Find(position, out _);
            length -= segment.First;
            segments.Remove(segment);
        }
    }

    /// <summary>Makes a segment end at a position, and gives it; null at the start.</summary>
    private static ViewSegment? SplitBefore(SequenceTree<ViewSegment> segments, int position)
    {
        if (position == 0)
        {
            return null;
        }

        var segment = segments.Find(position - 1, out var offset);
        offset++;
        if (offset < segment.First)
        {
            segments.InsertAfter(segment, segment.SplitAt(offset));
        }

        return segment;
    }
}
