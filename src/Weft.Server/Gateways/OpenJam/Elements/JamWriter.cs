using System.Text.Json;
using Weft.Engine;
using Weft.Kinds;
using Weft.Protocol;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>
/// What OpenJam says, as operations on the board: property by property, so that what others change at the same time survives. Whatever was
/// sent, nothing here throws; what cannot be is refused in words.
/// </summary>
internal static partial class JamWriter
{
    /// <summary>One operation of OpenJam.</summary>
    /// <param name="items">The board as the author has it.</param>
    /// <param name="opType">One of add, update, delete, move, resize, reorder, lock, clear; any other means nothing.</param>
    /// <param name="data">The operation's data: <c>elementId</c>, <c>timestamp</c> and its own fields.</param>
    /// <param name="now">The time in milliseconds since 1970, for an operation that says none.</param>
    /// <param name="bringsBack">Whether an <c>add</c> of what was deleted is meant: its author knew, as one does who cuts and pastes.</param>
    /// <returns>
    /// The operations, none when nothing changes: an element that is gone stays so whatever comes late, also an <c>add</c> (deletes are permanent).
    /// </returns>
    public static JamEdit Apply(BoardItems items, string opType, JsonElement data, long now, bool bringsBack = false)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (data.ValueKind != JsonValueKind.Object)
        {
            return JamEdit.Refuse("The data of an operation is a JSON object.");
        }

        return opType switch
        {
            "add" => Add(items, data, now, bringsBack),
            "update" => Change(items, data, now, Member(data, "changes"), isStamped: true),
            "move" => Change(items, data, now, data, isStamped: true, "x", "y"),
            "resize" => Change(items, data, now, data, isStamped: true, "width", "height", "x", "y"),
            "reorder" => Change(items, data, now, data, isStamped: false, "zIndex"),
            "lock" => Change(items, data, now, data, isStamped: false, "locked"),
            "delete" => Delete(items, data),
            "clear" => items.In(BoardKind.Elements).Any() ? new JamEdit([new ClearOperation(BoardKind.Elements)]) : JamEdit.Nothing,
            _ => JamEdit.Nothing,
        };
    }

    private static JamEdit Add(BoardItems items, JsonElement data, long now, bool bringsBack)
    {
        var work = new JamWork(items);
        return Write(work, Member(data, "element"), now, bringsBack) is { } refusal ? JamEdit.Refuse(refusal) : work.Finish();
    }

    /// <summary>Writes a whole element.</summary>
    /// <returns>Why not; null when it is written, or was deleted and is to stay so.</returns>
    private static string? Write(JamWork work, JsonElement said, long now, bool bringsBack)
    {
        var fields = JamCheck.Read(said, out var refusal);
        if (refusal is not null)
        {
            return refusal;
        }

        var id = fields.Text("id") ?? string.Empty;
        if (JamForms.Find(fields.Text("type")) is not { } form)
        {
            return $"An element's type is one of: {JamForms.Types}.";
        }

        if (work.Open(id) is { } present)
        {
            return Overwrite(work, present, form, fields);
        }

        if (JamCheck.Id(id) is { } wrong)
        {
            return wrong;
        }

        if (bringsBack || !work.IsDeleted(id))
        {
            JamState.Write(work, work.Create(id, form.KindFor(fields)), Whole(fields, form, now));
        }

        return null;
    }

    private static string? Overwrite(JamWork work, ItemDraft present, JamForm form, Properties fields)
    {
        if (JamState.IsLabel(work.Board, present.Item) || !string.Equals(JamForms.Of(present.Item).Type, form.Type, StringComparison.Ordinal))
        {
            return $"The board has something else of the id '{present.Id}'.";
        }

        JamState.Write(work, present, fields);
        return null;
    }

    // Without its place an element would break others' canvases.
    private static Properties Whole(Properties fields, JamForm form, long now)
    {
        var (width, height) = form.Size;
        var least = JamForm.Least(width, height).With("createdAt", JsonValue.FromNumber(now)).With("updatedAt", JsonValue.FromNumber(now)).With("zIndex", JsonValue.FromNumber(0));
        return Properties.From(least.Concat(fields));
    }

    private static JamEdit Change(BoardItems items, JsonElement data, long now, JsonElement said, bool isStamped, params ReadOnlySpan<string> only)
    {
        var changes = JamCheck.Read(said, out var refusal);
        if (refusal is not null)
        {
            return JamEdit.Refuse(refusal);
        }

        if (Find(items, data) is not { } item)
        {
            return JamEdit.Nothing;
        }

        var former = JamState.Read(items, item).Fields;
        var wanted = only.Length == 0 ? JamCanvas.Changed(former, changes) : former;
        if (wanted.Get("id") != former.Get("id") || wanted.Get("type") != former.Get("type"))
        {
            return JamEdit.Refuse("An element keeps its id and its type.");
        }

        foreach (var name in only)
        {
            wanted = changes.TryGetValue(name, out var value) ? wanted.With(name, value) : wanted;
        }

        if (isStamped)
        {
            wanted = wanted.With("updatedAt", Stamp(data, now));
        }

        var work = new JamWork(items);
        JamState.Write(work, work.Open(item.Id)!, wanted);
        return work.Finish();
    }

    private static JamEdit Delete(BoardItems items, JsonElement data)
    {
        if (Find(items, data) is not { } item)
        {
            return JamEdit.Nothing;
        }

        var work = new JamWork(items);
        Delete(work, item);
        return work.Finish();
    }

    private static void Delete(JamWork work, Item item)
    {
        if (JamForms.Of(item).LabelOf(work.Board, item) is { } label)
        {
            work.Delete(label.Id);
        }

        work.Delete(item.Id);
    }

    /// <summary>The item of the element that an operation is about; null when there is none.</summary>
    private static Item? Find(BoardItems items, JsonElement data) =>
        IdOf(data, "elementId") is { Length: > 0 } id && items.Find(id) is { } item && !JamState.IsLabel(items, item) ? item : null;

    private static JsonValue Stamp(JsonElement data, long now) =>
        Member(data, "timestamp") is { ValueKind: JsonValueKind.Number } said && said.TryGetDouble(out var time) && double.IsFinite(time)
            ? JsonValue.FromElement(said)
            : JsonValue.FromNumber(now);

    private static string? IdOf(JsonElement owner, string name)
    {
        try
        {
            return Member(owner, name) is { ValueKind: JsonValueKind.String } id ? id.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // A string with half a pair of surrogates.
            return null;
        }
    }

    private static JsonElement Member(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value : default;
}
