using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>A sticky: a rectangle of the paper's colour with its text bound to it in the ink's.</summary>
internal sealed class StickyForm : JamForm
{
    /// <inheritdoc/>
    public override string Type => "sticky";

    /// <inheritdoc/>
    public override (double Width, double Height) Size => (200, 200);

    /// <inheritdoc/>
    public override Properties Look { get; } = JamLook.Plain
        .With("strokeColor", JsonValue.FromString("transparent")).With("backgroundColor", JsonValue.FromString(JamPalette.Paper(null)));

    /// <inheritdoc/>
    public override Properties Defaults { get; } = Properties.Empty
        .With("text", JsonValue.FromString(string.Empty)).With("fontSize", JsonValue.FromNumber(16)).With("textAlign", JsonValue.FromString("center"));

    /// <inheritdoc/>
    public override bool Takes(string kind) => kind is "rectangle" or "ellipse" or "diamond";

    /// <inheritdoc/>
    public override string KindFor(Properties element) => "rectangle";

    /// <inheritdoc/>
    public override Item? LabelOf(BoardItems board, Item item) => JamLabel.Find(board, item);

    /// <inheritdoc/>
    public override void Show(BoardItems board, Item item, Dictionary<string, JsonValue> fields)
    {
        base.Show(board, item, fields);
        fields["color"] = JsonValue.FromString(JamPalette.NameOf(item.Properties.Text("backgroundColor")));
        JamLabel.Show(board, item, fields);
        if (LabelOf(board, item) is { } label)
        {
            fields["textAlign"] = JsonValue.FromString(label.Properties.Text("textAlign") ?? "center");
        }
    }

    /// <inheritdoc/>
    public override void Put(JamPut put)
    {
        base.Put(put);
        var color = put.Wanted.Text("color");
        if (put.Changes("color"))
        {
            put.Item.Set("backgroundColor", JamPalette.Paper(color));
        }

        JamLabel.Put(put, put.Changes("text") ? put.Wanted.Text("text") ?? string.Empty : null, LookOf(put.Wanted), Changed(put));
    }

    private static Properties LookOf(Properties element) => Properties.Empty
        .With("fontSize", JsonValue.FromNumber(element.Number("fontSize", 16)))
        .With("textAlign", JsonValue.FromString(JamLook.Align(element.Text("textAlign")) ?? "center"))
        .With("strokeColor", JsonValue.FromString(JamPalette.Ink(element.Text("color"))));

    private Properties Changed(JamPut put)
    {
        var changed = JamLook.ChangedText(put);
        var ink = LabelOf(put.Work.Board, put.Item.Item)?.Properties.Text("strokeColor");

        // Ink that somebody chose on the board stays.
        return put.Changes("color") && string.Equals(ink, JamPalette.Ink(put.Before.Text("color")), StringComparison.OrdinalIgnoreCase)
            ? changed.With("strokeColor", JsonValue.FromString(JamPalette.Ink(put.Wanted.Text("color"))))
            : changed;
    }
}
