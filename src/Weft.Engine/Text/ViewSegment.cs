namespace Weft.Engine;

/// <summary>A part of a text as the author of a change sees it in the middle of that change.</summary>
internal sealed class ViewSegment : SequenceNode<ViewSegment>
{
    private readonly string? _insertion;
    private readonly int _offset;

    /// <param name="insertion">The units that the change has inserted there, or null for what was there before the
    /// change.</param>
    /// <param name="offset">The offset of its first unit in that.</param>
    /// <param name="length">Its number of units.</param>
    public ViewSegment(string? insertion, int offset, int length)
    {
        _insertion = insertion;
        _offset = offset;
        First = length;
    }

    /// <summary>Keeps what lies before the offset, and gives the rest away as a new segment.</summary>
    public ViewSegment SplitAt(int offset)
    {
        var right = new ViewSegment(_insertion, _offset + offset, First - offset);
        First = offset;
        Changed();
        return right;
    }

    /// <summary>
    /// Whether a unit is the second half of a pair; null, with its former position, when it was there before the
    /// change.
    /// </summary>
    public bool? IsLowSurrogate(int offset, out int before)
    {
        before = _offset + offset;
        return _insertion is null ? null : char.IsLowSurrogate(_insertion[before]);
    }
}
