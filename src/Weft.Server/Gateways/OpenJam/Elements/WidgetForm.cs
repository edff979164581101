using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>A widget: a board shows a labelled rectangle, and keeps what the widget holds.</summary>
internal sealed class WidgetForm : JamForm
{
    /// <inheritdoc/>
    public override string Type => "widget";

    /// <inheritdoc/>
    public override (double Width, double Height) Size => (300, 250);

    /// <inheritdoc/>
    public override Properties Look { get; } = JamLook.Plain
        .With("strokeColor", JsonValue.FromString("#9CA3AF")).With("backgroundColor", JsonValue.FromString("#F9FAFB"))
        .With("roundness", JsonValue.Parse("""{"type":3}"""));

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
            .With("fontSize", JsonValue.FromNumber(16)).With("textAlign", JsonValue.FromString("center")).With("strokeColor", JsonValue.FromString("#374151"));
        JamLabel.Put(put, put.Changes("widgetType") ? Title(put.Wanted.Text("widgetType")) : null, look, Properties.Empty);
    }

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
