using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>
/// Consecutive units of a text in a <see cref="UnitTree"/>, all in the same state. Each unit but the first has the unit
/// before it as its left origin; all have the same right origin.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct UnitSpan
{
    /// <summary>No unit: what the first unit of a text was inserted behind.</summary>
    public const int None = -1;

    /// <summary>
    /// The first unit of the text that was there before the walker's window. From here on a unit is numbered by its
    /// place in that text, below by the number of the event that inserted it, counted from the window's start.
    /// </summary>
    public const int Base = 1 << 30;

    /// <summary>The first unit.</summary>
    public int First;

    /// <summary>How many units.</summary>
    public int Length;

    /// <summary>The unit that the author of the first one saw on its left; not used before the window.</summary>
    public int LeftOrigin;

    /// <summary>
    /// The unit that came next in the sequence that the author knew, deleted ones counted; not used before the window.
    /// </summary>
    public int RightOrigin;

    /// <summary>
    /// The state in each view (prepare): 0 not inserted yet, 1 inserted, and one more for each deletion that its author
    /// knows of.
    /// </summary>
    public SeenCounts Seen;

    /// <summary>The index of its marks (what formats did to it); 0 for none.</summary>
    public int Marks;

    /// <summary>Whether it is deleted in the merged text (the effect state).</summary>
    public bool IsDeleted;

    public readonly int Last => First + Length - 1;

    /// <summary>Whether it was there before the window.</summary>
    public readonly bool IsBase => First >= Base;

    /// <summary>Its length in a view.</summary>
    public readonly int PrepareLength(int view) => Seen[view] == 1 ? Length : 0;

    /// <summary>Its length in the merged text.</summary>
    public readonly int EffectLength => IsDeleted ? 0 : Length;

    /// <summary>Keeps what lies before an offset, and gives the rest.</summary>
    public UnitSpan SplitAt(int offset)
    {
        var right = this;
        right.First += offset;
        right.Length -= offset;
        right.LeftOrigin = right.First - 1;
        Length = offset;
        return right;
    }

    /// <summary>Whether the two are one span.</summary>
    public readonly bool CanAppend(in UnitSpan next) =>
        First + Length == next.First && ((ReadOnlySpan<int>)Seen).SequenceEqual(next.Seen) && IsDeleted == next.IsDeleted && Marks == next.Marks
        && (IsBase || (next.LeftOrigin == next.First - 1 && next.RightOrigin == RightOrigin));

    /// <summary>One number for each view.</summary>
    [InlineArray(UnitTree.Views)]
    internal struct SeenCounts
    {
        private int _first;
    }
}
