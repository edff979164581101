using System.Runtime.InteropServices;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>A point of the canvas, or a distance.</summary>
/// <param name="X">Rightwards, in pixels.</param>
/// <param name="Y">Downwards, in pixels.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JamPoint(double X, double Y)
{
    /// <summary>Moves a point.</summary>
    public static JamPoint operator +(JamPoint one, JamPoint other) => new(one.X + other.X, one.Y + other.Y);

    /// <summary>The distance from one point to another.</summary>
    public static JamPoint operator -(JamPoint one, JamPoint other) => new(one.X - other.X, one.Y - other.Y);

    /// <summary>Stretches a distance.</summary>
    public static JamPoint operator *(JamPoint one, double factor) => new(one.X * factor, one.Y * factor);
}
