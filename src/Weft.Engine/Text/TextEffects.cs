namespace Weft.Engine;

/// <summary>Effects on one text, each in the coordinates after those before it; reused.</summary>
internal sealed class TextEffects
{
    private TextEffect[] _items = new TextEffect[4];

    public int Count { get; private set; }

    public ReadOnlySpan<TextEffect> Items => _items.AsSpan(0, Count);

    public void Clear()
    {
        Count = 0;
    }

    public void Add(TextKind kind, int position, int length, int content, TextPayload payload)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        _items[Count++] = new TextEffect { Kind = kind, Position = position, Length = length, Content = content, Payload = payload };
    }

    /// <summary>Adds a deletion, to the last one when it goes on there and that is not before an index.</summary>
    public void AddDeletion(int first, int position, int length)
    {
        if (Count > first && _items[Count - 1].Kind == TextKind.Delete && _items[Count - 1].Position == position)
        {
            _items[Count - 1].Length += length;
        }
        else
        {
            Add(TextKind.Delete, position, length, 0, TextPayload.None);
        }
    }

    /// <summary>Adds a format, to the last one when it goes on there and that is not before an index.</summary>
    public void AddFormat(int first, int position, int length, TextPayload payload)
    {
        if (Count > first && _items[Count - 1].Kind == TextKind.Format
            && _items[Count - 1].Position + _items[Count - 1].Length == position)
        {
            _items[Count - 1].Length += length;
        }
        else
        {
            Add(TextKind.Format, position, length, 0, payload);
        }
    }

    /// <summary>Does to a text what an effect says.</summary>
    /// <param name="effect">The effect, in the text's coordinates.</param>
    /// <param name="units">What it inserts.</param>
    /// <param name="text">The text.</param>
    public static void Apply(in TextEffect effect, ReadOnlySpan<char> units, RichText text)
    {
        switch (effect.Kind)
        {
            case TextKind.Insert:
                text.Insert(effect.Position, units, effect.Payload.Attributes);
                break;
            case TextKind.Embed:
                text.InsertEmbed(effect.Position, effect.Payload.Embed!.Value, effect.Payload.Attributes);
                break;
            case TextKind.Delete:
                text.Delete(effect.Position, effect.Length);
                break;
            default:
                text.Format(effect.Position, effect.Length, effect.Payload.Key!, effect.Payload.Value);
                break;
        }
    }
}
