using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>A format among the units of a window.</summary>
/// <param name="Event">The event that it is.</param>
/// <param name="First">The first unit that its author saw there.</param>
/// <param name="Last">The last one.</param>
/// <param name="Format">Which attribute it sets, and to what.</param>
/// <param name="Stamp">What settles its conflicts.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FormatSpan(int Event, int First, int Last, TextPayload Format, Stamp Stamp);
