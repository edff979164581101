using System.Text.Json;
using Weft.Engine;
using Weft.Kinds;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>
/// What OpenJam saves with a board beside its elements: stamps, pages, and which page is open. They are items of the collection
/// <c>openjam</c>. The board's name is the document's title, and not kept here.
/// </summary>
internal static class JamExtras
{
    private const string Stamp = "stamp";
    private const string Page = "page";
    private const string Board = "board";
    private const string CurrentPage = "currentPageId";
    private const string Position = "position";

    private static readonly (string Kind, string Name)[] Lists = [(Stamp, "stamps"), (Page, "pages")];

    /// <summary>Reads them as a load answers: <c>stamps</c>, <c>pages</c> and <c>currentPageId</c>, each only when something was saved.</summary>
    public static Properties Read(BoardItems items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var read = Properties.Empty;
        foreach (var (kind, name) in Lists)
        {
            var list = Of(items, kind).Select(item => item.Properties.Without(Position).With("id", JsonValue.FromString(IdOf(item))).ToString()).ToList();
            read = list.Count == 0 ? read : read.With(name, JsonValue.Parse($"[{string.Join(',', list)}]"));
        }

        return Of(items, Board).FirstOrDefault()?.Properties.Get(CurrentPage) is { IsNull: false } page ? read.With(CurrentPage, page) : read;
    }

    /// <summary>The operations that make them what a save says; what the save does not mention stays.</summary>
    /// <param name="items">The board; it must know what was deleted.</param>
    /// <param name="save">The whole save: <c>{name,elements,stamps?,pages?,currentPageId?}</c>.</param>
    public static JamEdit Write(BoardItems items, JsonElement save)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (save.ValueKind != JsonValueKind.Object)
        {
            return JamEdit.Refuse("A save is a JSON object.");
        }

        var work = new JamWork(items, BoardKind.OpenJam);
        foreach (var (kind, name) in Lists)
        {
            if (save.TryGetProperty(name, out var list) && list.ValueKind != JsonValueKind.Null && Write(work, kind, name, list) is { } refusal)
            {
                return JamEdit.Refuse(refusal);
            }
        }

        return WritePage(work, save) is { } wrong ? JamEdit.Refuse(wrong) : work.Finish();
    }

    private static string? Write(JamWork work, string kind, string name, JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > KindLimits.DrawingElements)
        {
            return $"'{name}' must be a list of at most {KindLimits.DrawingElements}.";
        }

        var gone = Of(work.Board, kind).Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (position, said) in list.EnumerateArray().Index())
        {
            var fields = JamCheck.Read(said, out var refusal);
            refusal ??= JamCheck.Id(fields.Text("id"));
            if (refusal is not null)
            {
                return $"'{name}': {refusal}";
            }

            var id = $"{kind}:{fields.Text("id")}";
            gone.Remove(id);
            Set(work.Open(id) ?? work.Create(id, kind), fields.Without("id").WithoutNulls().With(Position, JsonValue.FromNumber(position)));
        }

        foreach (var id in gone)
        {
            work.Delete(id);
        }

        return null;
    }

    private static string? WritePage(JamWork work, JsonElement save)
    {
        if (!save.TryGetProperty(CurrentPage, out var page) || page.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        // Read as a field, because what it says may be too long, or no Unicode.
        using var whole = JsonDocument.Parse($$"""{"id":{{page.GetRawText()}}}""");
        var field = JamCheck.Read(whole.RootElement, out var refusal);
        if (refusal is not null || field.Text("id") is not { } id)
        {
            return refusal ?? $"'{CurrentPage}' must be a text.";
        }

        (work.Open(Board) ?? work.Create(Board, Board)).Set(CurrentPage, id);
        return null;
    }

    private static void Set(ItemDraft draft, Properties fields)
    {
        foreach (var name in draft.Now.Keys.Where(name => !fields.ContainsKey(name)).ToList())
        {
            draft.Set(name, JsonValue.Null);
        }

        draft.Set(fields);
    }

    private static IEnumerable<Item> Of(BoardItems items, string kind) => items.In(BoardKind.OpenJam)
        .Where(item => string.Equals(item.Kind, kind, StringComparison.Ordinal))
        .OrderBy(item => item.Properties.Number(Position)).ThenBy(item => item.Id, StringComparer.Ordinal);

    private static string IdOf(Item item) => item.Id[(item.Kind.Length + 1)..];
}
