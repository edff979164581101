using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>A place in a <see cref="UnitTree"/>; valid until the tree is changed.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct UnitPlace
{
    /// <summary>The leaf.</summary>
    public int Leaf;

    /// <summary>The index of the span in the leaf; the leaf's count stands behind the last one.</summary>
    public int Index;

    /// <summary>How many units of the span lie before.</summary>
    public int Offset;

    /// <summary>How long the merged text is before the span.</summary>
    public int EffectBefore;
}
