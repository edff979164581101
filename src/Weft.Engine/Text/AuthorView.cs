namespace Weft.Engine;

/// <summary>
/// A text as the author of a change saw it, as far as it is needed to judge the change: its length, and where its
/// surrogate pairs are. Follows the change's own operations without touching the document.
/// </summary>
internal sealed class AuthorView
{
    private readonly ChangeDraft _draft;
    private readonly TextContainer? _container;
    private readonly TextWalker? _walker;
    private readonly int _lengthBefore;

    // The change's operations so far, by their index, not yet in the parts: those are only made when a place must be looked at.
    private readonly List<int> _pending = [];

    // What the author sees, in their order: by leaf, what it is and where in that a part begins: in the text before the change, or among the
    // units of the change. The first leaf is empty, to have one in front of everything.
    private readonly List<(PartKind Kind, int Offset)> _parts = [];
    private LengthTree? _order;
    private bool _hasSurrogates;
    private int _length;

    private AuthorView(ChangeDraft draft, TextContainer? container, TextWalker? walker)
    {
        _draft = draft;
        _container = container;
        _walker = walker;
        _hasSurrogates = container is { HasSurrogates: true };
        _lengthBefore = _length = (container?.Text.Length ?? 0) + (walker?.PrepareExcess ?? 0);
    }

    /// <summary>The view of an author who saw all that is in the document.</summary>
    public static AuthorView OfHead(ChangeDraft draft, TextContainer? container) => new(draft, container, null);

    /// <summary>The view of an author who saw the version at which the walker stands.</summary>
    public static AuthorView OfWalker(ChangeDraft draft, TextContainer container, TextWalker walker) => new(draft, container, walker);

    /// <summary>Judges the next operation; null when it can be taken.</summary>
    /// <param name="index">The place in the draft of an operation on this text.</param>
    /// <param name="lowSurrogates">The offsets of low surrogates among the units that the operation deletes, null for
    /// none.</param>
    public RefusalReason? Check(int index, out int[]? lowSurrogates)
    {
        lowSurrogates = null;
        ref readonly var operation = ref _draft.Operations[index];
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
        Follow(operation, index);
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

    private void Follow(in DraftOperation operation, int index)
    {
        if (operation.Kind == TextKind.Format)
        {
            return;
        }

        _length += operation.Kind == TextKind.Delete ? -operation.Length : operation.Length;
        _hasSurrogates |= Utf16.HasSurrogates(_draft.UnitsOf(operation));
        _pending.Add(index);
    }

    private bool SplitsPair(int position) => position > 0 && position < _length && IsLowSurrogate(position);

    private bool IsLowSurrogate(int position)
    {
        if (_pending.Count > 0 || _order is not null)
        {
            var order = Order();
            var (kind, offset) = _parts[order.Find(position + 1, out var start, out _)];
            position += offset - start;
            if (kind != PartKind.Before)
            {
                return kind == PartKind.Inserted && char.IsLowSurrogate(_draft.Units[position]);
            }
        }

        return _walker?.IsLowSurrogate(position) ?? char.IsLowSurrogate(_container!.Text[position]);
    }

    /// <summary>The order of the parts, with everything that is pending done to it.</summary>
    private LengthTree Order()
    {
        if (_order is null)
        {
            _order = new LengthTree([0, _lengthBefore]);
            _parts.Add((PartKind.Before, 0));
            _parts.Add((PartKind.Before, 0));
        }

        foreach (var index in _pending)
        {
            ref readonly var operation = ref _draft.Operations[index];
            var left = EndAt(_order, operation.Position);
            if (operation.Kind == TextKind.Delete)
            {
                EndAt(_order, operation.Position + operation.Length);
                Remove(_order, left, operation.Length);
            }
            else
            {
                Put(_order, left, operation.Length, (operation.Kind == TextKind.Embed ? PartKind.Embed : PartKind.Inserted, operation.Content));
            }
        }

        _pending.Clear();
        return _order;
    }

    private static void Remove(LengthTree order, int left, int length)
    {
        while (length > 0)
        {
            var leaf = order.Next(left);
            length -= order.LengthOf(leaf);
            order.Remove(leaf);
        }
    }

    /// <summary>Makes a part end at a position, and gives its leaf.</summary>
    private int EndAt(LengthTree order, int position)
    {
        var leaf = order.Find(position, out var start, out var length);
        var kept = position - start;
        if (kept < length)
        {
            order.Add(leaf, kept - length);
            Put(order, leaf, length - kept, (_parts[leaf].Kind, _parts[leaf].Offset + kept));
        }

        return leaf;
    }

    private void Put(LengthTree order, int left, int length, (PartKind Kind, int Offset) part)
    {
        var leaf = order.InsertAfter(left, length);
        if (leaf == _parts.Count)
        {
            _parts.Add(part);
        }
        else
        {
            _parts[leaf] = part;
        }
    }

    private enum PartKind : byte
    {
        Before,
        Inserted,
        Embed,
    }
}
