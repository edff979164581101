using System.Text.Json;
using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>A widget: a board shows a rectangle with its name and the words in it, and keeps what the widget holds.</summary>
internal sealed class WidgetForm : JamForm
{
    private const double FontSize = 16;

    /// <summary>Lines of the longest widget, whatever its height says.</summary>
    private const int MostLines = 40;

    /// <inheritdoc/>
    public override string Type => "widget";

    /// <inheritdoc/>
    public override (double Width, double Height) Size => (300, 250);

    /// <inheritdoc/>
    public override Properties Look { get; } = JamLook.Plain
        .With("strokeColor", JsonValue.FromString("#9CA3AF")).With("backgroundColor", JsonValue.FromString("#F9FAFB"))
        .With("roundness", JamLook.Rounded(12));

    /// <inheritdoc/>
    public override Properties Defaults { get; } = Properties.Empty
        .With("widgetType", JsonValue.FromString("timer")).With("widgetData", JsonValue.Parse("{}"));

    /// <inheritdoc/>
    public override bool Takes(string kind) => kind is "rectangle" or "ellipse" or "diamond";

    /// <inheritdoc/>
    public override string KindFor(Properties element) => "rectangle";

    /// <inheritdoc/>
    public override Item? LabelOf(BoardItems board, Item item) => JamLabel.Find(board, item);

    /// <inheritdoc/>
    public override void Put(JamPut put)
    {
        base.Put(put);
        var look = Properties.Empty
            .With("fontSize", JsonValue.FromNumber(FontSize)).With("textAlign", JsonValue.FromString("center")).With("strokeColor", JsonValue.FromString("#374151"));
        JamLabel.Put(put, put.ChangesAny("widgetType", "widgetData") ? Words(put.Wanted) : null, look, Properties.Empty);
    }

    /// <summary>The widget's name and what is to be read in it, as much as there is room for.</summary>
    private static string Words(Properties widget)
    {
        using var data = JsonDocument.Parse(widget.Get("widgetData").Text);
        var room = (int)Math.Clamp(widget.Number("height") / (FontSize * TextLayout.LineHeight), 2, MostLines) - 1;
        var lines = LinesIn(data.RootElement).Take(room + 1).ToList();
        return string.Join('\n', (lines.Count > room ? lines.Take(room - 1).Append("…") : lines).Prepend(Title(widget.Text("widgetType"))));
    }

    // A row of a table is one line; of everything else each text that somebody wrote.
    private static IEnumerable<string> LinesIn(JsonElement data) => data.ValueKind switch
    {
        JsonValueKind.Array when data.EnumerateArray().All(cell => cell.ValueKind == JsonValueKind.Object && cell.TryGetProperty("content", out _)) =>
            data.GetArrayLength() == 0 ? [] : [string.Join(" | ", data.EnumerateArray().Select(cell => TextOf(cell.GetProperty("content"))))],
        JsonValueKind.Array => data.EnumerateArray().SelectMany(part => part.ValueKind == JsonValueKind.String ? [TextOf(part)] : LinesIn(part)),
        JsonValueKind.Object => data.EnumerateObject().SelectMany(member =>
            member.Value.ValueKind != JsonValueKind.String ? (member.NameEquals("voters") || member.NameEquals("users") ? [] : LinesIn(member.Value))
            : member.NameEquals("question") || member.NameEquals("title") || member.NameEquals("text") ? [TextOf(member.Value)]
            : []),
        _ => [],
    };

    private static string TextOf(JsonElement text) => text.ValueKind == JsonValueKind.String && JamValues.Text(JsonValue.FromElement(text)) is { } line
        ? line.ReplaceLineEndings(" ")
        : string.Empty;

    private static string Title(string? widget) => widget switch
    {
        null or "" => "Widget",
        "mood-meter" => "Mood meter",
        "random-picker" => "Random picker",
        "question-card" => "Question card",
        "dot-voting" => "Dot voting",
        "reaction-counter" => "Reactions",
        _ => $"{char.ToUpperInvariant(widget[0])}{widget[1..]}",
    };
}
