using System.Text.Json;
using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>
/// A connector: an arrow, with or without heads. OpenJam draws it from its points on the canvas alone, so its <c>x</c>, <c>y</c>, <c>width</c> and
/// <c>height</c> say nothing on a board.
/// </summary>
internal sealed class ConnectorForm : JamForm
{
    private const string Bound = "boundElements";

    /// <inheritdoc/>
    public override string Type => "connector";

    /// <inheritdoc/>
    public override (double Width, double Height) Size => (100, 0);

    /// <inheritdoc/>
    public override Properties Look { get; } = JamLook.Plain
        .With("strokeColor", JsonValue.FromString("#6B7280")).With("backgroundColor", JsonValue.FromString("transparent"))
        .With("strokeWidth", JsonValue.FromNumber(2)).With("points", JsonValue.Parse("[[0,0],[100,0]]"));

    /// <inheritdoc/>
    public override Properties Defaults => Properties.Empty;

    /// <inheritdoc/>
    public override bool Takes(string kind) => kind is "arrow" or "line";

    /// <inheritdoc/>
    public override string KindFor(Properties element) => "arrow";

    /// <inheritdoc/>
    public override void Show(BoardItems board, Item item, Dictionary<string, JsonValue> fields)
    {
        base.Show(board, item, fields);
        var properties = item.Properties;
        var points = PointsOf(properties);
        var style = StyleOf(properties, points);
        fields["style"] = JsonValue.FromString(style);
        fields["startPoint"] = JamGeometry.ForJam(points[0]);
        fields["endPoint"] = JamGeometry.ForJam(points[^1]);
        if (style is "curved")
        {
            fields["controlPoints"] = JamGeometry.ForJam(JamCurve.ControlPoints(points));
        }

        fields["startArrow"] = JsonValue.FromString(Head(properties.Text("startArrowhead")));
        fields["endArrow"] = JsonValue.FromString(Head(properties.Text("endArrowhead")));
        fields["stroke"] = JsonValue.FromString(properties.Text("strokeColor") ?? "#1e1e1e");
        fields["strokeWidth"] = JamValues.Number(properties.Get("strokeWidth")) is null ? JsonValue.FromNumber(2) : properties.Get("strokeWidth");
        ShowEnd(properties, "startBinding", "startElementId", fields);
        ShowEnd(properties, "endBinding", "endElementId", fields);
    }

    /// <inheritdoc/>
    public override void Put(JamPut put)
    {
        base.Put(put);
        put.PutText("stroke", "strokeColor");
        put.PutNumber("strokeWidth", "strokeWidth");
        PutHead(put, "startArrow", "startArrowhead");
        PutHead(put, "endArrow", "endArrowhead");
        if (put.ChangesAny("startPoint", "endPoint", "controlPoints", "style"))
        {
            PutPoints(put);
        }

        PutEnd(put, "startElementId", "startBinding");
        PutEnd(put, "endElementId", "endBinding");
    }

    /// <inheritdoc/>
    protected override void ShowPlace(Properties properties, Dictionary<string, JsonValue> fields)
    {
        var points = PointsOf(properties);
        var size = points[^1] - points[0];
        fields["x"] = JsonValue.FromNumber(points[0].X);
        fields["y"] = JsonValue.FromNumber(points[0].Y);
        fields["width"] = JamValues.Number(Math.Abs(size.X));
        fields["height"] = JamValues.Number(Math.Abs(size.Y));
    }

    /// <inheritdoc/>
    protected override void PutPlace(JamPut put)
    {
    }

    private static void PutPoints(JamPut put)
    {
        var former = PointsOf(put.Item.Now);
        var start = JamGeometry.Point(put.Wanted.Get("startPoint")) ?? former[0];
        var end = JamGeometry.Point(put.Wanted.Get("endPoint")) ?? former[^1];
        var control = JamGeometry.Points(put.Wanted.Get("controlPoints")) ?? [];
        var style = put.Wanted.Text("style");
        var isCalculated = style is "elbow" || (style is "curved" && control.Count == 0);

        // What was bent on the board stays bent when only an end moves.
        IReadOnlyList<JamPoint> points = isCalculated || put.ChangesAny("style", "controlPoints")
            ? JamCurve.Points(style, start, end, control)
            : [start, .. former.Skip(1).SkipLast(1), end];
        var (_, _, width, height) = JamGeometry.Bounds(points);
        put.Item.Set("x", JsonValue.FromNumber(start.X));
        put.Item.Set("y", JsonValue.FromNumber(start.Y));
        put.Item.Set("width", width);
        put.Item.Set("height", height);
        put.Item.Set("points", JamGeometry.ForBoard(points.Select(point => point - start)));
        if (put.Changes("style"))
        {
            put.Item.Set("roundness", style is "curved" ? JsonValue.Parse("""{"type":2}""") : JsonValue.Null);
            put.Item.Set("elbowed", JsonValue.Null);
        }
    }

    // On the canvas, at least two.
    private static IReadOnlyList<JamPoint> PointsOf(Properties properties)
    {
        var origin = new JamPoint(properties.Number("x"), properties.Number("y"));
        return JamGeometry.Points(properties.Get("points")) is { Count: > 1 } points
            ? [.. points.Select(point => origin + point)]
            : [origin, origin + new JamPoint(properties.Number("width"), properties.Number("height"))];
    }

    private static string StyleOf(Properties properties, IReadOnlyList<JamPoint> points) =>
        properties.IsTrue("elbowed") ? "elbow" : points.Count > 2 && !properties.Get("roundness").IsNull ? "curved" : "straight";

    private static string Head(string? arrowhead) => arrowhead switch
    {
        null => "none",
        "dot" or "circle" or "circle_outline" => "circle",
        "diamond" or "diamond_outline" => "diamond",
        _ => "arrow",
    };

    private static void PutHead(JamPut put, string field, string property)
    {
        if (put.Changes(field))
        {
            put.Item.Set(property, put.Wanted.Text(field) is "arrow" or "circle" or "diamond" ? put.Wanted.Get(field) : JsonValue.Null);
        }
    }

    private static void ShowEnd(Properties properties, string binding, string field, Dictionary<string, JsonValue> fields)
    {
        if (ElementOf(properties.Get(binding)) is { } id)
        {
            fields[field] = JsonValue.FromString(id);
        }
    }

    private static void PutEnd(JamPut put, string field, string binding)
    {
        if (!put.Changes(field))
        {
            return;
        }

        var target = put.Wanted.Text(field) is { Length: > 0 } id && !string.Equals(id, put.Item.Id, StringComparison.Ordinal) ? put.Work.Open(id) : null;
        put.Item.Set(binding, target is null ? JsonValue.Null : JsonValue.Parse(
            $$"""{"elementId":{{JsonValue.FromString(target.Id).Text}},"focus":0,"gap":1}"""));
        target?.Set(Bound, JamLabel.WithBound(target.Now.Get(Bound), put.Item.Id, "arrow"));
    }

    private static string? ElementOf(JsonValue binding)
    {
        using var json = JsonDocument.Parse(binding.Text);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("elementId", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;
    }
}
