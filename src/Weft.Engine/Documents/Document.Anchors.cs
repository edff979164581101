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
        if (FindText(anchor.Path) is not { } container)
        {
            CheckAnchor(anchor, 0);
            return 0;
        }

        if (heads.Span.SequenceEqual(_graph.Heads))
        {
            CheckAnchor(anchor, container.Text.Length);
            return anchor.Position;
        }

        CheckAnchor(anchor, int.MaxValue);
        return container.Resolve(heads.Span, anchor.Position, anchor.Bias) ?? throw TooShort(anchor);
    }

    /// <summary>
    /// Where anchors are now. Those of one path and version share one walk, whose cost is that of <see
    /// cref="Resolve(Anchor)"/>; each of them then costs O(log n).
    /// </summary>
    /// <param name="anchors">Anchors of any paths and versions.</param>
    /// <returns>The positions, in the order of the anchors.</returns>
    /// <exception cref="ArgumentException">The document does not contain an anchor's version, or the text was shorter
    /// in it.</exception>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public IReadOnlyList<int> Resolve(IReadOnlyList<Anchor> anchors)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        var positions = new int[anchors.Count];
        var alike = new Dictionary<(string Path, Version Version), List<int>>();
        for (var i = 0; i < positions.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(anchors[i], nameof(anchors));
            var key = (anchors[i].Path, anchors[i].Version);
            if (!alike.TryGetValue(key, out var indexes))
            {
                alike.Add(key, indexes = []);
            }

            indexes.Add(i);
        }

        foreach (var ((path, version), indexes) in alike)
        {
            var heads = Resolve(version);
            var walker = heads.Span.SequenceEqual(_graph.Heads) ? null : FindText(path)?.Ask(heads.Span);
            var length = (FindText(path)?.Text.Length ?? 0) + (walker?.PrepareExcess ?? 0);
            foreach (var i in indexes)
            {
                CheckAnchor(anchors[i], length);
                positions[i] = walker?.MergedPosition(anchors[i].Position, anchors[i].Bias) ?? anchors[i].Position;
            }
        }

        return positions;
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
