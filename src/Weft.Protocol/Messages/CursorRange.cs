using System.Runtime.InteropServices;

namespace Weft.Protocol;

/// <summary>A selection in a text; a caret when both ends are equal. Offsets count UTF-16 code units.</summary>
/// <param name="Anchor">The end that stays.</param>
/// <param name="Head">The end that moves, where the caret is.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CursorRange(int Anchor, int Head);
