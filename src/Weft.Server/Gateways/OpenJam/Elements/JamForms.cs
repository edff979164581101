using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>The forms of all types.</summary>
internal static class JamForms
{
    private static readonly JamForm Connector = new ConnectorForm();
    private static readonly JamForm Drawing = new DrawingForm();
    private static readonly JamForm Shape = new ShapeForm();

    private static readonly JamForm[] All =
        [new StickyForm(), Shape, new TextForm(), Connector, Drawing, new ImageForm(), new FrameForm(), new WidgetForm()];

    /// <summary>The types, for a sentence.</summary>
    public static string Types { get; } = string.Join(", ", All.Select(form => form.Type));

    /// <summary>The form of a type; null when OpenJam has no such type.</summary>
    public static JamForm? Find(string? type) => Array.Find(All, form => string.Equals(form.Type, type, StringComparison.Ordinal));

    /// <summary>The form of an item: what OpenJam made it, or else what comes closest to what it is.</summary>
    public static JamForm Of(Item item) =>
        Find(item.Properties.Text(JamNames.Type)) is { } made && made.Takes(item.Kind) ? made : OfKind(item);

    /// <summary>The form that an item would have if OpenJam had not made it.</summary>
    public static JamForm OfKind(Item item) => item.Kind switch
    {
        "arrow" => Connector,
        "line" => JamGeometry.Points(item.Properties.Get("points")) is { Count: > 2 } ? Drawing : Connector,
        "freedraw" => Drawing,
        "text" or "image" or "frame" => Find(item.Kind)!,
        "magicframe" => Find("frame")!,
        _ => Shape,
    };
}
