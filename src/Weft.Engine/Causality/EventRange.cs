using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>Events that arrived one after another: local versions from <c>Start</c> up to, not with, <c>End</c>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventRange(int Start, int End)
{
    /// <summary>How many events.</summary>
    public int Length => End - Start;
}
