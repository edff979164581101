using System.Globalization;
using System.Text;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>Points as OpenJam writes them, <c>{"x":1,"y":2}</c>, and as Excalidraw does, <c>[1,2]</c>.</summary>
internal static class JamGeometry
{
    /// <summary>Reads a list of points of either form; null when it is none.</summary>
    public static IReadOnlyList<JamPoint>? Points(JsonValue value)
    {
        using var json = JsonDocument.Parse(value.Text);
        if (json.RootElement.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var points = new List<JamPoint>(json.RootElement.GetArrayLength());
        foreach (var part in json.RootElement.EnumerateArray())
        {
            if (Point(part) is not { } point)
            {
                return null;
            }

            points.Add(point);
        }

        return points;
    }

    /// <summary>Reads one point; null when it is none.</summary>
    public static JamPoint? Point(JsonValue value)
    {
        using var json = JsonDocument.Parse(value.Text);
        return Point(json.RootElement);
    }

    /// <summary>A point as OpenJam writes it.</summary>
    public static JsonValue ForJam(JamPoint point) => JsonValue.Parse(Text(point, "{\"x\":", ",\"y\":", "}"));

    /// <summary>Points as OpenJam writes them.</summary>
    public static JsonValue ForJam(IEnumerable<JamPoint> points) => List(points, "{\"x\":", ",\"y\":", "}");

    /// <summary>Points as Excalidraw writes them.</summary>
    public static JsonValue ForBoard(IEnumerable<JamPoint> points) => List(points, "[", ",", "]");

    /// <summary>The box around points; at the origin and without extent when there are none.</summary>
    public static (double Left, double Top, double Width, double Height) Bounds(IReadOnlyList<JamPoint> points)
    {
        if (points.Count == 0)
        {
            return default;
        }

        var (left, top) = (points.Min(point => point.X), points.Min(point => point.Y));
        return (left, top, points.Max(point => point.X) - left, points.Max(point => point.Y) - top);
    }

    private static JamPoint? Point(JsonElement part)
    {
        JsonElement x;
        JsonElement y;
        if (part.ValueKind == JsonValueKind.Object && part.TryGetProperty("x", out x) && part.TryGetProperty("y", out y))
        {
            return Of(x, y);
        }

        return part.ValueKind == JsonValueKind.Array && part.GetArrayLength() >= 2 ? Of(part[0], part[1]) : null;
    }

    private static JamPoint? Of(JsonElement x, JsonElement y) =>
        x.ValueKind == JsonValueKind.Number && y.ValueKind == JsonValueKind.Number
        && x.TryGetDouble(out var right) && y.TryGetDouble(out var down) && JamValues.IsNumber(right) && JamValues.IsNumber(down)
            ? new JamPoint(right, down)
            : null;

    private static JsonValue List(IEnumerable<JamPoint> points, string before, string between, string after) =>
        JsonValue.Parse($"[{string.Join(',', points.Select(point => Text(point, before, between, after)))}]");

    private static string Text(JamPoint point, string before, string between, string after) => new StringBuilder(before)
        .Append(point.X.ToString("R", CultureInfo.InvariantCulture)).Append(between)
        .Append(point.Y.ToString("R", CultureInfo.InvariantCulture)).Append(after).ToString();
}
