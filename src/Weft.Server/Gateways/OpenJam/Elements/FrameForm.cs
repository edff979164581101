using Weft.Engine;
using Weft.Kinds;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>A frame. OpenJam's lists what is in it; on a board each item says which frame it is in.</summary>
internal sealed class FrameForm : JamForm
{
    private const string FrameId = "frameId";

    /// <inheritdoc/>
    public override string Type => "frame";

    /// <inheritdoc/>
    public override (double Width, double Height) Size => (400, 300);

    /// <inheritdoc/>
    public override Properties Look { get; } = JamLook.Plain
        .With("strokeColor", JsonValue.FromString("#bbb")).With("backgroundColor", JsonValue.FromString("transparent"));

    /// <inheritdoc/>
    public override Properties Defaults { get; } = Properties.Of("showName", JsonValue.True);

    /// <inheritdoc/>
    public override bool Takes(string kind) => kind is "frame" or "magicframe";

    /// <inheritdoc/>
    public override string KindFor(Properties element) => "frame";

    /// <inheritdoc/>
    public override void Show(BoardItems board, Item item, Dictionary<string, JsonValue> fields)
    {
        base.Show(board, item, fields);
        fields["name"] = JsonValue.FromString(item.Properties.Text("name") ?? "Frame");
        fields["backgroundColor"] = JsonValue.FromString(item.Properties.Text("backgroundColor") ?? "transparent");
        fields["childIds"] = JamValues.List(Children(board, item));
    }

    /// <inheritdoc/>
    public override void Put(JamPut put)
    {
        base.Put(put);
        put.PutText("name", "name");
        put.PutText("backgroundColor", "backgroundColor");
        if (put.Changes("childIds"))
        {
            PutChildren(put);
        }
    }

    private static void PutChildren(JamPut put)
    {
        var wanted = JamValues.Texts(put.Wanted.Get("childIds"));
        foreach (var left in JamValues.Texts(put.Before.Get("childIds")).Except(wanted, StringComparer.Ordinal))
        {
            Move(put.Work, left, JsonValue.Null);
        }

        foreach (var come in wanted.Where(id => !string.Equals(id, put.Item.Id, StringComparison.Ordinal)))
        {
            Move(put.Work, come, JsonValue.FromString(put.Item.Id));
        }
    }

    private static void Move(JamWork work, string id, JsonValue frame)
    {
        if (work.Open(id) is not { } child || JamState.IsLabel(work.Board, child.Item))
        {
            return;
        }

        child.Set(FrameId, frame);
        if (JamForms.Of(child.Item).LabelOf(work.Board, child.Item) is { } label)
        {
            work.Open(label.Id)!.Set(FrameId, frame);
        }
    }

    private static IEnumerable<string> Children(BoardItems board, Item frame) => JamState
        .InOrder(board.In(BoardKind.Elements).Where(item => string.Equals(item.Properties.Text(FrameId), frame.Id, StringComparison.Ordinal)))
        .Where(item => !JamState.IsLabel(board, item))
        .Select(item => item.Id);
}
