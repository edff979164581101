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
    private readonly List<Operation> _pending = [];
    private SequenceTree<ViewSegment>? _segments;
    private bool _hasSurrogates;
    private int _length;

    private AuthorView(TextContainer? container, TextWalker? walker)
    {
        _container = container;
        _walker = walker;
        _hasSurrogates = container is { HasSurrogates: true };
        _lengthBefore = _length = walker?.PrepareLength ?? container?.Text.Length ?? 0;
    }

    /// <summary>The view of an author who saw all that is in the document.</summary>
    public static AuthorView OfHead(TextContainer? container) => new(container, null);

    /// <summary>The view of an author who saw the version at which the walker stands.</summary>
    public static AuthorView OfWalker(TextContainer container, TextWalker walker) => new(container, walker);

    /// <summary>Judges the next operation; null when it can be taken.</summary>
    /// <param name="operation">An operation on this text.</param>
    /// <param name="lowSurrogates">The offsets of low surrogates among the units that the operation deletes, null for
    /// none.</param>
    public RefusalReason? Check(Operation operation, out int[]? lowSurrogates)
    {
        lowSurrogates = null;
        var (from, deleted, covered) = operation switch
        {
            InsertText insert => (insert.Position, 0, 0),
            InsertEmbed insert => (insert.Position, 0, 0),
            DeleteText delete => (delete.Position, delete.Length, delete.Length),
            FormatText format => (format.Position, 0, format.Length),
            _ => throw new ArgumentException("Not an operation on a text.", nameof(operation)),
        };
        if (from < 0 || from > _length - covered)
        {
            return RefusalReason.OutOfRange;
        }

        if (_hasSurrogates && (SplitsPair(from) || SplitsPair(from + covered)))
        {
            return RefusalReason.SplitsSurrogate;
        }

        lowSurrogates = _hasSurrogates ? LowSurrogates(from, deleted) : null;
        Follow(operation, deleted);
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

    private void Follow(Operation operation, int deleted)
    {
        if (operation is FormatText)
        {
            return;
        }

        _pending.Add(operation);
        _length += deleted > 0 ? -deleted : operation.EventCount;
        _hasSurrogates |= operation is InsertText insert && Utf16.HasSurrogates(insert.Text);
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

        foreach (var operation in _pending)
        {
            switch (operation)
            {
                case InsertText insert:
                    Insert(_segments, insert.Position, insert);
                    break;
                case InsertEmbed insert:
                    Insert(_segments, insert.Position, insert);
                    break;
                case DeleteText delete:
                    Delete(_segments, delete.Position, delete.Length);
                    break;
            }
        }

        _pending.Clear();
        return _segments;
    }

    private static void Insert(SequenceTree<ViewSegment> segments, int position, Operation insertion) =>
        segments.InsertAfter(SplitBefore(segments, position), new ViewSegment(insertion, 0, insertion.EventCount));

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
        if (offset + 1 < segment.First)
        {
            segments.InsertAfter(segment, segment.SplitAt(offset + 1));
        }

        return segment;
    }
}
