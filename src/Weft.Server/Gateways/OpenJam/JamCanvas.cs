using System.Collections.Immutable;
using System.Text.Json;
using Weft.Engine;
using Weft.Server.Gateways.OpenJam.Elements;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>
/// What a front-end shows, as far as the server can know: what it was told and what it told, applied in the order of their crossing the server as
/// the front-end applies them, without a look at clocks. Immutable.
/// </summary>
/// <param name="Elements">The fields of its elements, by id.</param>
/// <param name="Deleted">Elements that it has deleted once: of these it takes nothing any more but a new <c>add</c>.</param>
internal sealed record JamCanvas(ImmutableDictionary<string, Properties> Elements, ImmutableHashSet<string> Deleted)
{
    /// <summary>When an element was changed last is written by each side for itself.</summary>
    public const string UpdatedAt = "updatedAt";

    private const string GroupId = "groupId";

    /// <summary>Nothing on it.</summary>
    public static JamCanvas Empty { get; } = new(
        ImmutableDictionary.Create<string, Properties>(StringComparer.Ordinal), ImmutableHashSet.Create<string>(StringComparer.Ordinal));

    /// <summary>A canvas that was loaded.</summary>
    public static JamCanvas Of(IEnumerable<JamElement> elements) => Empty with
    {
        Elements = Empty.Elements.SetItems(elements.Select(element => KeyValuePair.Create(element.Id, element.Fields))),
    };

    /// <summary>Applies an operation as the front-end does that made it, or took it.</summary>
    public JamCanvas After(string opType, JsonElement data)
    {
        var id = data.TryGetProperty("elementId", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : string.Empty;
        var present = Elements.GetValueOrDefault(id);
        return opType switch
        {
            "add" when Field(data, "element") is { ValueKind: JsonValueKind.Object } element && IdOf(element) is { } added => With(added, FieldsOf(element)),
            "clear" => this with { Elements = Elements.Clear() },
            "delete" => Without(id),
            "update" when present is not null && Field(data, "changes") is { ValueKind: JsonValueKind.Object } changes => With(id, Stamped(Changed(present, FieldsOf(changes)), data)),
            "move" when present is not null => With(id, Stamped(Copied(present, data, "x", "y"), data)),
            "resize" when present is not null => With(id, Stamped(Copied(present, data, "width", "height", "x", "y"), data)),
            "reorder" when present is not null => With(id, Copied(present, data, "zIndex")),
            "lock" when present is not null => With(id, Copied(present, data, "locked")),
            _ => this,
        };
    }

    /// <summary>The element is on it as it is said to be.</summary>
    public JamCanvas With(string id, Properties fields) => this with { Elements = Elements.SetItem(id, fields) };

    /// <summary>The element is gone from it.</summary>
    public JamCanvas Without(string id) => new(Elements.Remove(id), Deleted.Add(id));

    /// <summary>Whether it shows an element as it is, or that there is none.</summary>
    public bool Shows(string id, JamElement? element) => Elements.GetValueOrDefault(id) is { } fields
        ? element is not null && AreSame(fields, element.Fields)
        : element is null;

    /// <summary>Whether two elements are the same to the eye, whenever they were changed.</summary>
    public static bool AreSame(Properties one, Properties other) =>
        one.All(field => IsSame(field, other)) && other.All(field => one.ContainsKey(field.Key) || IsNothing(field));

    /// <summary>The fields of an object, in the form in which they are compared.</summary>
    public static Properties FieldsOf(JsonElement element)
    {
        var fields = new Dictionary<string, JsonValue>(StringComparer.Ordinal);
        foreach (var field in element.EnumerateObject())
        {
            if (JsonValue.TryParse(field.Value.GetRawText(), out var value))
            {
                fields[field.Name] = value;
            }
        }

        return Properties.From(fields);
    }

    /// <summary>The fields of an element after an update. One that changes nothing ungroups: the front-end sets a field to <c>undefined</c> then, of which JSON leaves nothing.</summary>
    public static Properties Changed(Properties present, Properties changes)
    {
        foreach (var (name, value) in changes)
        {
            present = present.With(name, value);
        }

        return changes.Count == 0 ? present.Without(GroupId) : present;
    }

    private static bool IsSame(KeyValuePair<string, JsonValue> field, Properties other) =>
        other.TryGetValue(field.Key, out var value)
            ? AreSame(field.Value, value) || string.Equals(field.Key, UpdatedAt, StringComparison.Ordinal)
            : IsNothing(field);

    private static bool IsNothing(KeyValuePair<string, JsonValue> field) => field.Value.IsNull || string.Equals(field.Key, UpdatedAt, StringComparison.Ordinal);

    private static bool AreSame(JsonValue one, JsonValue other)
    {
        if (one == other)
        {
            return true;
        }

        using var first = JsonDocument.Parse(one.Text);
        using var second = JsonDocument.Parse(other.Text);
        return AreSame(first.RootElement, second.RootElement);
    }

    // Angles and places go through other units and back, so numbers need not agree in the last digits; and the order of fields means nothing.
    private static bool AreSame(JsonElement one, JsonElement other) => (one.ValueKind, other.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => Math.Abs(one.GetDouble() - other.GetDouble()) <= 1e-6 * Math.Max(1, Math.Abs(one.GetDouble())),
        (JsonValueKind.Array, JsonValueKind.Array) =>
            one.GetArrayLength() == other.GetArrayLength() && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => AreSame(pair.First, pair.Second)),
        (JsonValueKind.Object, JsonValueKind.Object) =>
            one.EnumerateObject().Count() == other.EnumerateObject().Count()
            && one.EnumerateObject().All(field => other.TryGetProperty(field.Name, out var value) && AreSame(field.Value, value)),
        _ => JsonElement.DeepEquals(one, other),
    };

    private static Properties Stamped(Properties changed, JsonElement data) =>
        Field(data, "timestamp") is { ValueKind: JsonValueKind.Number } time && JsonValue.TryParse(time.GetRawText(), out var value) ? changed.With(UpdatedAt, value) : changed;

    private static Properties Copied(Properties present, JsonElement data, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Field(data, name) is { } given && JsonValue.TryParse(given.GetRawText(), out var value))
            {
                present = present.With(name, value);
            }
        }

        return present;
    }

    private static JsonElement? Field(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value : null;

    private static string? IdOf(JsonElement element) => Field(element, "id") is { ValueKind: JsonValueKind.String } id ? id.GetString() : null;
}
