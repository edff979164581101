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

    /// <summary>What a front-end makes of what it was answered: one page, which is open, where none was saved.</summary>
    /// <param name="read">What <see cref="Read"/> gave.</param>
    public static Properties Shown(Properties read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var shown = Properties.Of("stamps", JsonValue.Parse("[]")).With("pages", JsonValue.Parse("""[{"id":"page-1","name":"Page 1"}]""")).With(CurrentPage, JsonValue.FromString("page-1"));
        var first = Entries(read.Get("pages")).Select(page => page.Get("id")).FirstOrDefault(shown.Get(CurrentPage));
        return Properties.From(shown.With(CurrentPage, first).Concat(read));
    }

    /// <summary>What a save says of them.</summary>
    public static Properties Said(JsonElement save) => Properties.From(((ReadOnlySpan<string>)["stamps", "pages", CurrentPage]).ToArray()
        .Where(name => save.TryGetProperty(name, out var said) && JsonValue.TryParse(said.GetRawText(), out _))
        .Select(name => KeyValuePair.Create(name, JsonValue.FromElement(save.GetProperty(name)))));

    /// <summary>The operations that make them what a save says; what the save does not mention stays.</summary>
    /// <param name="items">The board; it must know what was deleted.</param>
    /// <param name="save">The whole save: <c>{name,elements,stamps?,pages?,currentPageId?}</c>.</param>
    /// <param name="shown">What whoever saves had before: only what differs from that was done there. Null when nobody knows: then all of it.</param>
    public static JamEdit Write(BoardItems items, JsonElement save, Properties? shown = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (save.ValueKind != JsonValueKind.Object)
        {
            return JamEdit.Refuse("A save is a JSON object.");
        }

        var work = new JamWork(items, BoardKind.OpenJam);
        foreach (var (kind, name) in Lists)
        {
            if (save.TryGetProperty(name, out var list) && list.ValueKind != JsonValueKind.Null && Write(work, kind, name, list, shown) is { } refusal)
            {
                return JamEdit.Refuse(refusal);
            }
        }

        return WritePage(work, save, shown) is { } wrong ? JamEdit.Refuse(wrong) : work.Finish();
    }

    private static string? Write(JamWork work, string kind, string name, JsonElement list, Properties? shown)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > KindLimits.DrawingElements)
        {
            return $"'{name}' must be a list of at most {KindLimits.DrawingElements}.";
        }

        var former = shown is null ? null : Former(kind, shown.Get(name));
        var gone = (former?.Keys ?? Of(work.Board, kind).Select(item => item.Id)).ToHashSet(StringComparer.Ordinal);
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
            var (wanted, before, present) = (Entry(fields, position), former?.GetValueOrDefault(id), work.Open(id));

            // What was there before and another has deleted stays so.
            if (before is null || (present is null ? !work.IsDeleted(id) : !JamCanvas.AreSame(before, wanted)))
            {
                Set(present ?? work.Create(id, kind), before ?? present?.Now ?? Properties.Empty, wanted);
            }
        }

        foreach (var id in gone.Where(id => work.Open(id) is not null))
        {
            work.Delete(id);
        }

        return null;
    }

    private static Dictionary<string, Properties> Former(string kind, JsonValue list)
    {
        var former = new Dictionary<string, Properties>(StringComparer.Ordinal);
        foreach (var (position, entry) in Entries(list).Index())
        {
            former[$"{kind}:{entry.Text("id")}"] = Entry(entry, position);
        }

        return former;
    }

    private static Properties Entry(Properties fields, int position) => fields.Without("id").WithoutNulls().With(Position, JsonValue.FromNumber(position));

    private static IEnumerable<Properties> Entries(JsonValue list)
    {
        using var json = JsonDocument.Parse(list.Text);
        return json.RootElement.ValueKind != JsonValueKind.Array ? [] : [.. json.RootElement.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object).Select(JamCanvas.FieldsOf)];
    }

    private static string? WritePage(JamWork work, JsonElement save, Properties? shown)
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

        if (!string.Equals(shown?.Text(CurrentPage), id, StringComparison.Ordinal))
        {
            (work.Open(Board) ?? work.Create(Board, Board)).Set(CurrentPage, id);
        }

        return null;
    }

    // Only the fields that differ from what was there before: another may have changed the others.
    private static void Set(ItemDraft draft, Properties before, Properties wanted)
    {
        foreach (var name in before.Keys.Concat(wanted.Keys).Distinct(StringComparer.Ordinal).Where(name => draft.IsNew || before.Get(name) != wanted.Get(name)).ToList())
        {
            draft.Set(name, wanted.Get(name));
        }
    }

    private static IEnumerable<Item> Of(BoardItems items, string kind) => items.In(BoardKind.OpenJam)
        .Where(item => string.Equals(item.Kind, kind, StringComparison.Ordinal))
        .OrderBy(item => item.Properties.Number(Position)).ThenBy(item => item.Id, StringComparer.Ordinal);

    private static string IdOf(Item item) => item.Id[(item.Kind.Length + 1)..];
}
