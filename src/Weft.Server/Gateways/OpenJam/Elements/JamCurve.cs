namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>
/// Bent connectors. OpenJam bends a line towards control points, or by itself; Excalidraw draws a curve through the points it is given.
/// </summary>
internal static class JamCurve
{
    /// <summary>How far OpenJam bends by itself, in parts of the distance of the ends.</summary>
    private const double Bend = 0.3;

    /// <summary>The points of a connector for Excalidraw, ends included.</summary>
    public static IReadOnlyList<JamPoint> Points(string? style, JamPoint start, JamPoint end, IReadOnlyList<JamPoint> control)
    {
        var middle = (start + end) * 0.5;
        var bent = new JamPoint(middle.X - ((end.Y - start.Y) * Bend), middle.Y + ((end.X - start.X) * Bend));
        return (style, control) switch
        {
            ("elbow", _) => [start, new JamPoint(middle.X, start.Y), new JamPoint(middle.X, end.Y), end],
            ("curved", [var one]) => [start, Quadratic(start, one, end), end],
            ("curved", [var one, var two, ..]) => [start, Cubic(start, one, two, end, 1), Cubic(start, one, two, end, 2), end],
            ("curved", _) => [start, Quadratic(start, bent, end), end],
            _ => [start, end],
        };
    }

    /// <summary>The control points with which OpenJam's curve goes through points: one for three points, two for more.</summary>
    /// <param name="points">At least three.</param>
    public static IReadOnlyList<JamPoint> ControlPoints(IReadOnlyList<JamPoint> points)
    {
        var (start, end) = (points[0], points[^1]);
        if (points.Count == 3)
        {
            return [Rounded((points[1] * 2) - ((start + end) * 0.5))];
        }

        var (first, second) = (points[points.Count / 3], points[points.Count * 2 / 3]);
        return
        [
            Rounded(((start * -5) + (first * 18) + (second * -9) + (end * 2)) * (1.0 / 6)),
            Rounded(((start * 2) + (first * -9) + (second * 18) + (end * -5)) * (1.0 / 6)),
        ];
    }

    // Half way.
    private static JamPoint Quadratic(JamPoint start, JamPoint control, JamPoint end) => (start + (control * 2) + end) * 0.25;

    // One or two thirds of the way.
    private static JamPoint Cubic(JamPoint start, JamPoint one, JamPoint two, JamPoint end, int thirds)
    {
        var (t, u) = (thirds / 3.0, 1 - (thirds / 3.0));
        return (start * (u * u * u)) + (one * (3 * u * u * t)) + (two * (3 * u * t * t)) + (end * (t * t * t));
    }

    private static JamPoint Rounded(JamPoint point) => new(Math.Round(point.X, 6), Math.Round(point.Y, 6));
}
