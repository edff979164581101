using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>A text of its own; also the text at an arrow, which OpenJam's connectors have not.</summary>
internal sealed class TextForm : JamForm
{
    /// <summary>The font for OpenJam's texts: Excalidraw's number of Helvetica.</summary>
    public const int SansSerif = 2;

    private const string Transparent = "transparent";

    /// <inheritdoc/>
    public override string Type => "text";

    /// <inheritdoc/>
    public override (double Width, double Height) Size => (200, 40);

    /// <inheritdoc/>
    public override Properties Look { get; } = JamLook.Plain
        .With("strokeColor", JsonValue.FromString("#1F2937")).With("backgroundColor", JsonValue.FromString(Transparent))
        .With("fontSize", JsonValue.FromNumber(24)).With("fontFamily", JsonValue.FromNumber(SansSerif)).With("textAlign", JsonValue.FromString("left"))
        .With("verticalAlign", JsonValue.FromString("top")).With("lineHeight", JsonValue.FromNumber(TextLayout.LineHeight)).With("autoResize", JsonValue.True)
        .With("text", JsonValue.FromString(string.Empty)).With("originalText", JsonValue.FromString(string.Empty));

    /// <inheritdoc/>
    public override Properties Defaults { get; } = Properties.Empty
        .With("fontWeight", JsonValue.FromString("normal")).With("fontStyle", JsonValue.FromString("normal"));

    /// <inheritdoc/>
    public override bool Takes(string kind) => kind is "text";

    /// <inheritdoc/>
    public override string KindFor(Properties element) => "text";

    /// <inheritdoc/>
    public override void Show(BoardItems board, Item item, Dictionary<string, JsonValue> fields)
    {
        base.Show(board, item, fields);
        var properties = item.Properties;
        fields["text"] = JsonValue.FromString(JamLabel.TextOf(item));
        fields["fontSize"] = JamValues.Number(properties.Get("fontSize")) is null ? JsonValue.FromNumber(20) : properties.Get("fontSize");
        fields["fontFamily"] = JsonValue.FromString(Family(properties.Number("fontFamily", SansSerif)));
        fields["color"] = JsonValue.FromString(properties.Text("strokeColor") ?? "#1e1e1e");
        fields["textAlign"] = JsonValue.FromString(JamLook.Align(properties.Text("textAlign")) ?? "left");
        if (properties.Text("backgroundColor") is { } background and not Transparent)
        {
            fields["backgroundColor"] = JsonValue.FromString(background);
        }
    }

    /// <inheritdoc/>
    public override void Put(JamPut put)
    {
        base.Put(put);
        put.Item.Set(JamLook.ChangedText(put));
        put.PutText("color", "strokeColor");
        if (put.Changes("fontFamily") && put.Wanted.Text("fontFamily") is { } family)
        {
            put.Item.Set("fontFamily", JsonValue.FromNumber(Number(family)));
        }

        if (put.Changes("backgroundColor"))
        {
            put.Item.Set("backgroundColor", put.Wanted.Text("backgroundColor") is { Length: > 0 } background ? background : Transparent);
        }

        if (put.Changes("text"))
        {
            PutText(put.Item, put.Wanted.Text("text") ?? string.Empty);
        }
    }

    private static void PutText(ItemDraft item, string text)
    {
        item.Set("originalText", text);
        var isFixed = item.Now.Get("autoResize") == JsonValue.False;
        item.Set("text", isFixed ? TextLayout.Wrap(text, item.Now.Number("width"), item.Now.Number("fontSize", 20)) : text);
    }

    private static string Family(double number) => number switch
    {
        3 or 8 => "Menlo, monospace",
        1 or 5 => "Excalifont, cursive",
        _ => "Inter, sans-serif",
    };

    private static int Number(string family) =>
        family.Contains("mono", StringComparison.OrdinalIgnoreCase) || family.Contains("courier", StringComparison.OrdinalIgnoreCase) ? 3
        : family.Contains("cursive", StringComparison.OrdinalIgnoreCase) ? 5
        : SansSerif;
}
