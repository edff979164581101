using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>
/// A shape: Excalidraw's rectangle, ellipse or diamond, and a closed line for those that it has not. Whatever is drawn on a board and is nothing
/// else for OpenJam is a rectangle there.
/// </summary>
internal sealed class ShapeForm : JamForm
{
    private const string Polygon = "line";

    /// <summary>The radius of a rounded corner in parts of the shorter side.</summary>
    private const double Rounding = 0.1;

    /// <inheritdoc/>
    public override string Type => "shape";

    /// <inheritdoc/>
    public override (double Width, double Height) Size => (120, 120);

    /// <inheritdoc/>
    public override Properties Look { get; } = JamLook.Plain
        .With("backgroundColor", JsonValue.FromString("#FFFFFF")).With("strokeColor", JsonValue.FromString("#374151")).With("strokeWidth", JsonValue.FromNumber(2));

    /// <inheritdoc/>
    public override Properties Defaults { get; } = Properties.Of("shapeType", JsonValue.FromString("rectangle"));

    /// <inheritdoc/>
    public override bool Takes(string kind) => true;

    /// <inheritdoc/>
    public override string KindFor(Properties element) => element.Text("shapeType") switch
    {
        "circle" or "ellipse" => "ellipse",
        "diamond" => "diamond",
        { } shape when Corners(shape) is not null => Polygon,
        _ => "rectangle",
    };

    /// <inheritdoc/>
    public override Item? LabelOf(BoardItems board, Item item) => JamLabel.Find(board, item);

    /// <inheritdoc/>
    public override void Show(BoardItems board, Item item, Dictionary<string, JsonValue> fields)
    {
        base.Show(board, item, fields);
        var properties = item.Properties;
        if (item.Kind is not Polygon)
        {
            fields["shapeType"] = JsonValue.FromString(ShapeOf(item));
        }

        fields["fill"] = JsonValue.FromString(properties.Text("backgroundColor") ?? "transparent");
        fields["stroke"] = JsonValue.FromString(properties.Text("strokeColor") ?? "#1e1e1e");
        fields["strokeWidth"] = JamValues.Number(properties.Get("strokeWidth")) is null ? JsonValue.FromNumber(2) : properties.Get("strokeWidth");
        JamLabel.Show(board, item, fields);
        if (item.Kind is "embeddable" or "iframe" && properties.Text("link") is { } link)
        {
            fields["text"] = JsonValue.FromString(link);
        }
    }

    /// <inheritdoc/>
    public override void Put(JamPut put)
    {
        base.Put(put);
        put.PutText("fill", "backgroundColor");
        put.PutText("stroke", "strokeColor");
        put.PutNumber("strokeWidth", "strokeWidth");
        if (put.Changes("shapeType") && put.Item.Kind is "rectangle")
        {
            var isRounded = put.Wanted.Text("shapeType") is "rounded-rectangle";
            put.Item.Set("roundness", isRounded ? JamLook.Rounded(Math.Min(put.Wanted.Number("width"), put.Wanted.Number("height")) * Rounding) : JsonValue.Null);
        }

        var look = Properties.Empty
            .With("fontSize", JsonValue.FromNumber(put.Wanted.Number("fontSize", 14)))
            .With("textAlign", JsonValue.FromString("center"))
            .With("strokeColor", JsonValue.FromString(JamPalette.InkOn(put.Wanted.Text("fill"))));
        JamLabel.Put(put, put.Changes("text") ? put.Wanted.Text("text") ?? string.Empty : null, look, Changed(put));
    }

    /// <inheritdoc/>
    protected override void ShowPlace(Properties properties, Dictionary<string, JsonValue> fields)
    {
        base.ShowPlace(properties, fields);
        if (JamGeometry.Points(properties.Get("points")) is { Count: > 0 } points)
        {
            var (left, top, width, height) = JamGeometry.Bounds(points);
            (fields["x"], fields["y"]) = (JamValues.Number(properties.Number("x") + left), JamValues.Number(properties.Number("y") + top));
            (fields["width"], fields["height"]) = (JamValues.Number(width), JamValues.Number(height));
        }
    }

    /// <inheritdoc/>
    protected override void PutPlace(JamPut put)
    {
        if (put.Item.Kind is not Polygon)
        {
            base.PutPlace(put);
            return;
        }

        if (put.ChangesAny("width", "height", "shapeType"))
        {
            PutPolygon(put);
        }

        var (left, top, _, _) = JamGeometry.Bounds(JamGeometry.Points(put.Item.Now.Get("points")) ?? []);
        if (put.ChangesAny("x", "width", "height", "shapeType"))
        {
            put.Item.Set("x", put.Wanted.Number("x") - left);
        }

        if (put.ChangesAny("y", "width", "height", "shapeType"))
        {
            put.Item.Set("y", put.Wanted.Number("y") - top);
        }
    }

    // Excalidraw's lines begin at the item's own place.
    private static void PutPolygon(JamPut put)
    {
        var (width, height) = (put.Wanted.Number("width"), put.Wanted.Number("height"));
        var corners = (Corners(put.Wanted.Text("shapeType") ?? string.Empty) ?? Box).Select(corner => new JamPoint(corner.X * width, corner.Y * height)).ToList();
        put.Item.Set("points", JamGeometry.ForBoard(corners.Append(corners[0]).Select(corner => Rounded(corner - corners[0]))));
        put.Item.Set("width", width);
        put.Item.Set("height", height);
    }

    private static JamPoint Rounded(JamPoint point) => new(Math.Round(point.X, 9), Math.Round(point.Y, 9));

    private static readonly JamPoint[] Box = [new(0, 0), new(1, 0), new(1, 1), new(0, 1)];

    /// <summary>The corners of a shape that Excalidraw has not, in a box of 1 by 1; null for the others.</summary>
    private static JamPoint[]? Corners(string shape) => shape switch
    {
        "triangle" => [new(0, 1), new(0.5, 0), new(1, 1)],
        "hexagon" => Stretched(6, _ => 1),
        "star" => Stretched(10, corner => corner % 2 == 0 ? 1 : 0.4),
        _ => null,
    };

    private static JamPoint[] Stretched(int count, Func<int, double> radius)
    {
        var round = Enumerable.Range(0, count).Select(corner =>
            new JamPoint(radius(corner) * Math.Sin(2 * Math.PI * corner / count), -radius(corner) * Math.Cos(2 * Math.PI * corner / count))).ToArray();
        var (left, top, width, height) = JamGeometry.Bounds(round);
        return [.. round.Select(point => new JamPoint((point.X - left) / width, (point.Y - top) / height))];
    }

    private static string ShapeOf(Item item) => item.Kind switch
    {
        "ellipse" => "ellipse",
        "diamond" => "diamond",
        "rectangle" when !item.Properties.Get("roundness").IsNull => "rounded-rectangle",
        _ => "rectangle",
    };

    private Properties Changed(JamPut put)
    {
        var changed = JamLook.ChangedText(put).Without("textAlign");
        var ink = LabelOf(put.Work.Board, put.Item.Item)?.Properties.Text("strokeColor");
        return put.Changes("fill") && string.Equals(ink, JamPalette.InkOn(put.Before.Text("fill")), StringComparison.OrdinalIgnoreCase)
            ? changed.With("strokeColor", JsonValue.FromString(JamPalette.InkOn(put.Wanted.Text("fill"))))
            : changed;
    }
}
