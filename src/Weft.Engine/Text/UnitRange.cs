using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>Units numbered one after another, wherever they stand in the text.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UnitRange(int First, int Length)
{
    /// <summary>The unit after the last.</summary>
    public int End => First + Length;
}
