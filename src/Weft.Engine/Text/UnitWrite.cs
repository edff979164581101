using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>A write of one attribute of one unit: a format, or the unit's insertion.</summary>
/// <param name="Event">The event that it is.</param>
/// <param name="Stamp">What settles its conflicts.</param>
/// <param name="Value">What it says; null takes the attribute away.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UnitWrite(int Event, Stamp Stamp, JsonValue Value);
