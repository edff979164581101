using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>Consecutive units in their order in a text, alike in all that is asked about.</summary>
/// <param name="First">The first unit, numbered as in <see cref="UnitSpan"/>.</param>
/// <param name="Length">How many.</param>
/// <param name="Seen">The prepare state, as in <see cref="UnitSpan.Seen"/>.</param>
/// <param name="IsDeleted">The effect state.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UnitSegment(int First, int Length, int Seen, bool IsDeleted)
{
    /// <summary>Whether it was there before the window.</summary>
    public bool IsBase => First >= UnitSpan.Base;

    /// <summary>The last unit.</summary>
    public int Last => First + Length - 1;
}
