using System.Globalization;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>
/// The text in a sticky or a shape: one field for OpenJam, an item of its own on a board. Excalidraw binds it to its container, which lists it; where
/// it cannot, as in a polygon, the two name each other and are a group.
/// </summary>
internal static class JamLabel
{
    private const string Bound = "boundElements";
    private const string Container = "containerId";

    /// <summary>Excalidraw's distance between a container's side and the text.</summary>
    private const double Padding = 5;

    private const double DefaultSize = 20;

    private static readonly (string Field, string Property)[] Common =
        [("rotation", "angle"), ("locked", "locked"), ("opacity", "opacity"), ("groupId", "groupIds"), ("frame", "frameId")];

    /// <summary>The item that holds a container's text; null when there is none.</summary>
    public static Item? Find(BoardItems board, Item container)
    {
        if (BoundId(container) is { } bound && board.Find(bound) is { Kind: "text" } inside && Names(inside, Container, container))
        {
            return inside;
        }

        return container.Properties.Text(JamNames.Label) is { } id && board.Find(id) is { Kind: "text" } beside && Names(beside, JamNames.LabelOf, container)
            ? beside
            : null;
    }

    /// <summary>The id of the item that an item would be the text of; null when it is none.</summary>
    public static string? ContainerOf(Item item) =>
        item.Kind is "text" ? item.Properties.Text(Container) ?? item.Properties.Text(JamNames.LabelOf) : null;

    /// <summary>The text as it was written, without the breaks that make it fit.</summary>
    public static string TextOf(Item label) => label.Properties.Text("originalText") ?? label.Properties.Text("text") ?? string.Empty;

    /// <summary>Shows the label's text and how it is set.</summary>
    public static void Show(BoardItems board, Item container, Dictionary<string, JsonValue> fields)
    {
        if (Find(board, container) is { } label)
        {
            fields["text"] = JsonValue.FromString(TextOf(label));
            fields["fontSize"] = JamValues.Number(label.Properties.Get("fontSize")) is null ? JsonValue.FromNumber(DefaultSize) : label.Properties.Get("fontSize");
        }
    }

    /// <summary>Writes the label after its container was written: makes it when there is something to write, and keeps it in its place.</summary>
    /// <param name="put">The element.</param>
    /// <param name="text">What is to be read; null when that does not change.</param>
    /// <param name="look">How a new label is set, as properties of it.</param>
    /// <param name="changed">What of that changes for one that is there.</param>
    public static void Put(JamPut put, string? text, Properties look, Properties changed)
    {
        var label = Find(put.Work.Board, put.Item.Item) is { } former ? put.Work.Open(former.Id) : null;
        if (label is null && (string.IsNullOrEmpty(text) || !CanHold(put.Item.Kind)))
        {
            return;
        }

        label ??= Make(put, look);
        label.Set(changed);
        if (text is not null && (label.IsNew || !string.Equals(TextOf(label.Item), text, StringComparison.Ordinal)))
        {
            label.Set("originalText", text);
            label.Set("text", TextLayout.Wrap(text, Room(put.Item).Width, label.Now.Number("fontSize", DefaultSize), Box(put.Item).Width - (2 * Padding)));
            Place(put.Item, label);
        }
        else if (changed.Count > 0 || put.ChangesAny("width", "height"))
        {
            Place(put.Item, label);
        }
        else
        {
            Move(put, label);
        }

        Follow(put, label);
    }

    /// <summary>A list of what is bound to an item, with one more; the same list when it is in it.</summary>
    /// <param name="bound">The list, or what stands in its place.</param>
    /// <param name="id">The item that is bound.</param>
    /// <param name="type">Its type: text or arrow.</param>
    public static JsonValue WithBound(JsonValue bound, string id, string type)
    {
        var entry = $$"""{"id":{{JsonValue.FromString(id).Text}},"type":"{{type}}"}""";
        using var json = JsonDocument.Parse(bound.Text);
        var rest = json.RootElement.ValueKind != JsonValueKind.Array ? [] :
            json.RootElement.EnumerateArray().Select(part => JsonValue.FromElement(part).Text).ToList();
        return rest.Contains(entry, StringComparer.Ordinal) ? bound : JsonValue.Parse($"[{string.Join(',', rest.Prepend(entry))}]");
    }

    private static ItemDraft Make(JamPut put, Properties look)
    {
        var container = put.Item;
        var label = put.Work.Create(NextId(put.Work, container), "text");
        container.Set(JamNames.Label, label.Id);
        label.Set(look);
        label.Set(Properties.Empty
            .With("verticalAlign", JsonValue.FromString("middle")).With("lineHeight", JsonValue.FromNumber(TextLayout.LineHeight))
            .With("fontFamily", JsonValue.FromNumber(TextForm.SansSerif)).With("autoResize", JsonValue.True)
            .With("backgroundColor", JsonValue.FromString("transparent")).With("roughness", JsonValue.FromNumber(0)));
        if (IsPolygon(container.Kind))
        {
            label.Set(JamNames.LabelOf, container.Id);
            JamGroups.Join(container);
        }
        else
        {
            label.Set(Container, container.Id);
            container.Set(Bound, WithBound(container.Now.Get(Bound), label.Id, "text"));
        }

        return label;
    }

    // The id of a label that was deleted is not free; who counts from the same item comes to the same id.
    private static string NextId(JamWork work, ItemDraft container)
    {
        const string Part = ".text";
        if (container.Now.Text(JamNames.Label) is not { } former)
        {
            return container.Id + Part;
        }

        var at = former.LastIndexOf(Part, StringComparison.Ordinal);
        var count = at >= 0 && int.TryParse(former.AsSpan(at + Part.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        var id = container.Id + Part;
        do
        {
            count = Math.Min(count, int.MaxValue - 1) + 1;
            id = string.Create(CultureInfo.InvariantCulture, $"{container.Id}{Part}{count}");
        }
        while (work.Board.Find(id) is not null);

        return id;
    }

    // Only the place: what another writes into it at the same time is not broken anew, but is kept.
    private static void Place(ItemDraft container, ItemDraft label)
    {
        var (left, top, width, height) = Room(container);
        var (textWidth, textHeight) = TextLayout.Measure(label.Now.Text("text") ?? string.Empty, label.Now.Number("fontSize", DefaultSize));
        label.Set("width", textWidth);
        label.Set("height", textHeight);
        label.Set("x", label.Now.Text("textAlign") switch
        {
            "left" => left,
            "right" => left + width - textWidth,
            _ => left + ((width - textWidth) / 2),
        });
        label.Set("y", label.Now.Text("verticalAlign") switch
        {
            "top" => top,
            "bottom" => top + height - textHeight,
            _ => top + ((height - textHeight) / 2),
        });
    }

    private static void Move(JamPut put, ItemDraft label)
    {
        foreach (var name in (ReadOnlySpan<string>)["x", "y"])
        {
            if (put.Changes(name))
            {
                label.Set(name, label.Now.Number(name) + put.Wanted.Number(name) - put.Before.Number(name));
            }
        }
    }

    // What a label has in common with its container.
    private static void Follow(JamPut put, ItemDraft label)
    {
        foreach (var (field, property) in Common)
        {
            if (label.IsNew || put.Changes(field))
            {
                label.Set(property, put.Item.Now.Get(property));
            }
        }

        if ((label.IsNew || put.Changes("zIndex")) && put.Item.Now.Text("index") is { } index)
        {
            label.Set("index", StackPlace.Above(index));
        }
    }

    private static (double Left, double Top, double Width, double Height) Room(ItemDraft container)
    {
        var (left, top, width, height) = Box(container);
        var (aside, above) = container.Kind switch
        {
            "ellipse" => (width / 2 * (1 - (Math.Sqrt(2) / 2)), height / 2 * (1 - (Math.Sqrt(2) / 2))),
            "diamond" => (width / 4, height / 4),
            _ => (0, 0),
        };
        return (left + aside + Padding, top + above + Padding, width - (2 * (aside + Padding)), height - (2 * (above + Padding)));
    }

    private static (double Left, double Top, double Width, double Height) Box(ItemDraft container)
    {
        var (x, y) = (container.Now.Number("x"), container.Now.Number("y"));
        if (!IsPolygon(container.Kind) || JamGeometry.Points(container.Now.Get("points")) is not { } points)
        {
            return (x, y, container.Now.Number("width"), container.Now.Number("height"));
        }

        var (left, top, width, height) = JamGeometry.Bounds(points);
        return (x + left, y + top, width, height);
    }

    private static bool CanHold(string kind) => kind is "rectangle" or "ellipse" or "diamond" || IsPolygon(kind);

    private static bool IsPolygon(string kind) => kind is "line";

    private static bool Names(Item label, string property, Item container) =>
        string.Equals(label.Properties.Text(property), container.Id, StringComparison.Ordinal);

    // As Excalidraw does: the first text in the list.
    private static string? BoundId(Item container)
    {
        using var json = JsonDocument.Parse(container.Properties.Get(Bound).Text);
        return json.RootElement.ValueKind != JsonValueKind.Array ? null : json.RootElement.EnumerateArray()
            .Where(bound => bound.ValueKind == JsonValueKind.Object && bound.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("text"))
            .Select(bound => bound.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null)
            .FirstOrDefault(id => id is not null);
    }

}
