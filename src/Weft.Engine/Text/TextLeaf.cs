using System.Diagnostics;

namespace Weft.Engine;

/// <summary>A leaf of the rope: a short stretch of text with the same attributes, or one embed.</summary>
internal sealed class TextLeaf : SequenceNode<TextLeaf>
{
    /// <summary>What an embed reads in the text.</summary>
    public const char EmbedCharacter = '\uFFFC';

#if DEBUG
    /// <summary>Small in Debug, so that tests split and join leaves all the time.</summary>
    public const int Capacity = 4;
#else
    /// <summary>
    /// Units in a leaf at most: enough that a tree of them is shallow, few enough that moving them costs little.
    /// </summary>
    public const int Capacity = 256;
#endif

    private char[] _text;

    public TextLeaf(ReadOnlySpan<char> text, Properties attributes)
    {
        Debug.Assert(text.Length is > 0 and <= Capacity, "A leaf is neither empty nor too long.");
        _text = text.ToArray();
        First = text.Length;
        Attributes = attributes;
    }

    public TextLeaf(JsonValue embed, Properties attributes)
    {
        _text = [EmbedCharacter];
        First = 1;
        Embed = embed;
        Attributes = attributes;
    }

    public JsonValue? Embed { get; }

    public Properties Attributes { get; set; }

    public ReadOnlySpan<char> Text => _text.AsSpan(0, First);

    /// <summary>Whether text with these attributes can go into this leaf.</summary>
    public bool CanTake(int length, Properties attributes) =>
        Embed is null && First + length <= Capacity && Attributes.Equals(attributes);

    public void Insert(int offset, ReadOnlySpan<char> text)
    {
        if (First + text.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Min(Capacity, Math.Max(First + text.Length, 2 * _text.Length)));
        }

        _text.AsSpan(offset, First - offset).CopyTo(_text.AsSpan(offset + text.Length));
        text.CopyTo(_text.AsSpan(offset));
        First += text.Length;
    }

    public void Remove(int offset, int length)
    {
        _text.AsSpan(offset + length, First - offset - length).CopyTo(_text.AsSpan(offset));
        First -= length;
    }

    /// <summary>Keeps what lies before the offset, and gives the rest away as a new leaf.</summary>
    public TextLeaf SplitAt(int offset)
    {
        var right = new TextLeaf(_text.AsSpan(offset, First - offset), Attributes);
        First = offset;
        return right;
    }
}
