namespace Weft.Protocol;

/// <summary>Where a mouse is, in the document's own coordinates.</summary>
/// <param name="X">Rightwards.</param>
/// <param name="Y">Downwards.</param>
public sealed record CursorPoint(double X, double Y);
