namespace Weft.Protocol;

/// <summary>What of the document somebody sees, in the document's own coordinates.</summary>
/// <param name="X">The middle, rightwards.</param>
/// <param name="Y">The middle, in the direction of the document's own Y axis.</param>
/// <param name="Width">From the left to the right, above 0.</param>
/// <param name="Height">From the top to the bottom, above 0.</param>
public sealed record CursorView(double X, double Y, double Width, double Height);
