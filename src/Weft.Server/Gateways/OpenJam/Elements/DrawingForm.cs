using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>
/// A stroke: Excalidraw's freehand one; also a line of more than two points, which OpenJam shows as a stroke along them. OpenJam draws it from its
/// points alone, so its width and height say nothing on a board.
/// </summary>
internal sealed class DrawingForm : JamForm
{
    /// <summary>How much thicker Excalidraw draws a stroke than its width says.</summary>
    private const double Thickness = 4.25;

    /// <inheritdoc/>
    public override string Type => "drawing";

    /// <inheritdoc/>
    public override (double Width, double Height) Size => (0, 0);

    /// <inheritdoc/>
    public override Properties Look { get; } = JamLook.Plain
        .With("strokeColor", JsonValue.FromString("#1F2937")).With("backgroundColor", JsonValue.FromString("transparent"))
        .With("pressures", JsonValue.Parse("[]")).With("simulatePressure", JsonValue.True).With("points", JsonValue.Parse("[]"));

    /// <inheritdoc/>
    public override Properties Defaults { get; } = Properties.Of("isEraser", JsonValue.False);

    /// <inheritdoc/>
    public override bool Takes(string kind) => kind is "freedraw" or "line";

    /// <inheritdoc/>
    public override string KindFor(Properties element) => "freedraw";

    /// <inheritdoc/>
    public override void Show(BoardItems board, Item item, Dictionary<string, JsonValue> fields)
    {
        base.Show(board, item, fields);
        var properties = item.Properties;
        fields["points"] = JamGeometry.ForJam(JamGeometry.Points(properties.Get("points")) ?? []);
        fields["stroke"] = JsonValue.FromString(properties.Text("strokeColor") ?? "#1e1e1e");
        fields["strokeWidth"] = JamValues.Number(properties.Number("strokeWidth", 2) * Scale(item.Kind), 2);
    }

    /// <inheritdoc/>
    public override void Put(JamPut put)
    {
        base.Put(put);
        put.PutText("stroke", "strokeColor");
        put.PutNumber("strokeWidth", "strokeWidth", 1 / Scale(put.Item.Kind));
        if (put.Changes("points") && JamGeometry.Points(put.Wanted.Get("points")) is { } points)
        {
            var (_, _, width, height) = JamGeometry.Bounds(points);
            put.Item.Set("points", JamGeometry.ForBoard(points));
            put.Item.Set("width", width);
            put.Item.Set("height", height);
        }
    }

    /// <inheritdoc/>
    protected override void PutPlace(JamPut put)
    {
        put.PutNumber("x", "x");
        put.PutNumber("y", "y");
    }

    private static double Scale(string kind) => kind is "freedraw" ? Thickness : 1;
}
