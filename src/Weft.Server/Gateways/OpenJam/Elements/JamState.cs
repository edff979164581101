using System.Text.Json;
using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>
/// An element and its item, one from the other. What the item says by its own properties comes first (<see cref="JamForm"/>); over it lies what is
/// kept beside them (<see cref="JamNames"/>), and under it what a field is that nobody wrote. After every write the element is read again, and
/// whatever is not as wanted is kept beside: so what is read is always what was written, whatever a form can express.
/// </summary>
internal static class JamState
{
    private static readonly Properties Unknown = Properties.Empty
        .With("createdBy", JsonValue.FromString(string.Empty)).With("createdAt", JsonValue.FromNumber(0)).With("updatedAt", JsonValue.FromNumber(0));

    /// <summary>Reads the element that an item is.</summary>
    public static JamElement Read(BoardItems board, Item item)
    {
        var form = JamForms.Of(item);
        var fields = Base(form);
        foreach (var (name, value) in item.Properties)
        {
            if (name.StartsWith(JamNames.Own, StringComparison.Ordinal))
            {
                fields[name[JamNames.Own.Length..]] = value;
            }
        }

        var shown = Shown(board, item, form);
        foreach (var (name, value) in shown)
        {
            fields[name] = value;
        }

        foreach (var (name, value) in item.Properties)
        {
            if (name.StartsWith(JamNames.Exact, StringComparison.Ordinal))
            {
                Overlay(fields, shown, name[JamNames.Exact.Length..], value);
            }
        }

        fields["id"] = JsonValue.FromString(item.Id);
        fields["type"] = JsonValue.FromString(form.Type);
        return new JamElement(Properties.From(fields));
    }

    /// <summary>Whether an item is part of an element, its text, and none by itself.</summary>
    public static bool IsLabel(BoardItems board, Item item) =>
        JamLabel.ContainerOf(item) is { } id && board.Find(id) is { } container
        && JamForms.Of(container).LabelOf(board, container) is { } label && string.Equals(label.Id, item.Id, StringComparison.Ordinal);

    /// <summary>Items from the bottom to the top, as Excalidraw orders them.</summary>
    public static IEnumerable<Item> InOrder(IEnumerable<Item> items)
    {
        const string Last = "~";
        return items.OrderBy(item => item.Properties.Text("index") ?? Last, StringComparer.Ordinal).ThenBy(item => item.Id, StringComparer.Ordinal);
    }

    /// <summary>Writes an element into its item.</summary>
    /// <param name="work">The board.</param>
    /// <param name="item">The item; a new one has no properties.</param>
    /// <param name="wanted">The fields that it is to show, all of them.</param>
    public static void Write(JamWork work, ItemDraft item, Properties wanted)
    {
        var form = JamForms.Find(wanted.Text("type"))!;
        if (item.IsNew)
        {
            item.Set(form.Look);
            if (!string.Equals(JamForms.OfKind(item.Item).Type, form.Type, StringComparison.Ordinal) || item.Kind is "line")
            {
                item.Set(JamNames.Type, form.Type);
            }
        }

        var before = item.IsNew ? Properties.Empty : Read(work.Board, item.Item).Fields;
        var former = item.IsNew ? [] : Shown(work.Board, item.Item, form);
        var put = new JamPut(work, item, before, wanted);
        form.Put(put);
        Settle(put, form, former);
    }

    private static void Settle(JamPut put, JamForm form, Dictionary<string, JsonValue> former)
    {
        var shown = Shown(put.Work.Board, put.Item.Item, form);
        var under = Base(form);
        var names = put.Wanted.Keys.Concat(put.Before.Keys).Concat(shown.Keys).Where(name => name is not ("id" or "type")).Distinct(StringComparer.Ordinal).ToList();
        foreach (var name in names)
        {
            var isOther = former.TryGetValue(name, out var was) != shown.TryGetValue(name, out var now) || was != now;
            if (put.Item.IsNew || isOther || put.Changes(name))
            {
                Settle(put, name, shown, under);
            }
        }
    }

    private static void Settle(JamPut put, string name, Dictionary<string, JsonValue> shown, Dictionary<string, JsonValue> under)
    {
        var isShown = shown.TryGetValue(name, out var now);
        var isThere = isShown || under.TryGetValue(name, out now);
        var isWanted = put.Wanted.TryGetValue(name, out var wanted);
        var isRight = isThere == isWanted && (!isWanted || JamValues.AreSame(now, wanted));
        var isOwn = !isRight && !isShown && isWanted && !wanted.IsNull;
        put.Item.Set(JamNames.Own + name, isOwn ? wanted : JsonValue.Null);
        put.Item.Set(JamNames.Exact + name, isRight || isOwn ? JsonValue.Null : Exact(isShown ? now : null, isWanted ? wanted : null));
    }

    private static JsonValue Exact(JsonValue? board, JsonValue? openJam) => JsonValue.Parse((board, openJam) switch
    {
        ({ } was, { } wanted) => $$"""{"{{JamNames.Board}}":{{was.Text}},"{{JamNames.OpenJam}}":{{wanted.Text}}}""",
        (null, { } wanted) => $$"""{"{{JamNames.OpenJam}}":{{wanted.Text}}}""",
        ({ } was, null) => $$"""{"{{JamNames.Board}}":{{was.Text}}}""",
        _ => "{}",
    });

    private static void Overlay(Dictionary<string, JsonValue> fields, Dictionary<string, JsonValue> shown, string name, JsonValue exact)
    {
        using var json = JsonDocument.Parse(exact.Text);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var isThere = json.RootElement.TryGetProperty(JamNames.Board, out var board);
        if (isThere != shown.TryGetValue(name, out var now) || (isThere && !JamValues.AreSame(now, JsonValue.FromElement(board))))
        {
            return;
        }

        if (json.RootElement.TryGetProperty(JamNames.OpenJam, out var openJam))
        {
            fields[name] = JsonValue.FromElement(openJam);
        }
        else
        {
            fields.Remove(name);
        }
    }

    private static Dictionary<string, JsonValue> Shown(BoardItems board, Item item, JamForm form)
    {
        var shown = new Dictionary<string, JsonValue>(StringComparer.Ordinal);
        form.Show(board, item, shown);
        return shown;
    }

    private static Dictionary<string, JsonValue> Base(JamForm form) =>
        form.Defaults.Concat(Unknown).ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
}
