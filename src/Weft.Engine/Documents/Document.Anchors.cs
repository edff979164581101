namespace Weft.Engine;

/// <content>Places that survive edits.</content>
public sealed partial class Document
{
    /// <summary>An anchor at a place of a text as it is now.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is beyond the end.</exception>
    public Anchor AnchorAt(string path, int position, Bias bias)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Text(path).Length);
        return new Anchor(path, Version, position, bias);
    }

    /// <summary>
    /// Where an anchor is now. It may come from another replica, or be made by hand for a version and a position in it;
    /// costs as much as there are changes since.
    /// </summary>
    /// <exception cref="ArgumentException">The document does not contain the anchor's version, or the text was shorter
    /// in it.</exception>
    public int Resolve(Anchor anchor)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        var heads = Resolve(anchor.Version);
        var isNow = heads.AsSpan().SequenceEqual(_graph.Heads);
        if (!_texts.TryGetValue(anchor.Path, out var container))
        {
            CheckAnchor(anchor, 0);
            return 0;
        }

        if (isNow)
        {
            CheckAnchor(anchor, container.Text.Length);
            return anchor.Position;
        }

        CheckAnchor(anchor, int.MaxValue);
        return container.Resolve(heads, anchor.Position, anchor.Bias) ?? throw TooShort(anchor);
    }

    private static void CheckAnchor(Anchor anchor, int length)
    {
        if (anchor.Position < 0 || anchor.Position > length)
        {
            throw TooShort(anchor);
        }
    }

    private static ArgumentException TooShort(Anchor anchor) =>
        new("The text was shorter in the anchor's version.", nameof(anchor));
}
