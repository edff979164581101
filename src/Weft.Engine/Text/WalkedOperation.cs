namespace Weft.Engine;

/// <summary>What the walker remembers of an operation, to undo and redo it in the author's view.</summary>
internal abstract class WalkedOperation;

/// <summary>
/// Units that were inserted together: an operation's, or (with no change) the text that was there before the walker's
/// window. Each unit but the first has the unit before it as its left origin; all have the same right origin.
/// </summary>
internal sealed class UnitRun(int change, Operation? insertion) : WalkedOperation
{
    /// <summary>The index of the change, or -1 for the text before the window.</summary>
    public int Change { get; } = change;

    /// <summary>The inserting operation; null for the text before the window.</summary>
    public Operation? Insertion { get; } = insertion;

    /// <summary>The unit that its author saw to the left of the first unit; none at the start of the text.</summary>
    public Unit? LeftOrigin { get; init; }

    /// <summary>
    /// The unit that came next in the sequence that its author knew, deleted ones counted; none at the end.
    /// </summary>
    public Unit? RightOrigin { get; init; }

    /// <summary>The pieces that it lies in by now, by offset.</summary>
    public List<Piece> Pieces { get; } = [];

    public Properties Attributes => Insertion switch
    {
        InsertText insert => insert.Attributes,
        InsertEmbed insert => insert.Attributes,
        _ => Properties.Empty,
    };
}

/// <summary>The units that an operation deleted.</summary>
internal sealed class DeletedUnits : WalkedOperation
{
    public List<(UnitRun Run, int Offset, int Length)> Ranges { get; } = [];
}

/// <summary>
/// The stretch that an operation formatted: from the first to the last unit that its author saw there.
/// </summary>
internal sealed class FormattedSpan(FormatText operation, Stamp stamp, Unit first, Unit last) : WalkedOperation
{
    public FormatText Operation { get; } = operation;

    public Stamp Stamp { get; } = stamp;

    public Unit First { get; } = first;

    public Unit Last { get; } = last;

    /// <summary>Whether the author at whose view the walker stands had seen it.</summary>
    public bool IsSeen { get; set; } = true;
}

/// <summary>One unit of a text: where it came from, which never changes.</summary>
internal readonly record struct Unit(UnitRun Run, int Offset);
