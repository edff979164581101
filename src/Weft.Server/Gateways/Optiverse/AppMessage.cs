using System.Collections.Immutable;
using System.Text.Json;
using Weft.Engine;
using Weft.Kinds;

namespace Weft.Server.Gateways.Optiverse;

/// <summary>What the app says, as far as it means something here.</summary>
internal abstract record AppMessage
{
    /// <summary>Nesting of a frame: an interface of an item of a state stands six levels deep.</summary>
    private const int MaxDepth = 24;

    private static readonly HashSet<string> ComponentTypes = new(StringComparer.Ordinal)
    {
        "lens", "mirror", "beamsplitter", "dichroic", "waveplate", "slm", BenchKind.Component,
    };

    private static readonly DocumentKind Bench = DocumentKinds.Find(BenchKind.KindName)!;

    /// <summary>Reads a frame.</summary>
    /// <returns>What it says; null when that is nothing, or nothing that can be read.</returns>
    public static AppMessage? TryParse(ReadOnlyMemory<byte> frame)
    {
        try
        {
            using var json = JsonDocument.Parse(PythonJson.ToJson(frame.Span), new JsonDocumentOptions { MaxDepth = MaxDepth });
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(json.RootElement) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or text that is not Unicode.
            return null;
        }
    }

    private static AppMessage? Read(JsonElement message) => Text(message, "type") switch
    {
        "ping" => new Ping(),
        "sync:request" => new SyncRequest(message.TryGetProperty("local_version", out _)),
        "sync:full_state" when Object(message, "state") is { } state => new FullState(Text(message, "target_user"), ReadState(state)),
        "command" when Object(message, "command") is { } command => ReadCommand(command),
        _ => null,
    };

    private static Command? ReadCommand(JsonElement command)
    {
        var type = Text(command, "item_type");
        var item = Object(command, "data") is { } data ? ReadItem(data, type) : new AppItem(null, null, Properties.Empty, []);
        return Text(command, "action") is { } action && (Text(command, "item_id") ?? item.Id) is { Length: > 0 } id ? new Command(action, id, item) : null;
    }

    private static ImmutableArray<AppItem> ReadState(JsonElement state) =>
        state.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object).Select(entry => ReadItem(entry, Text(entry, "item_type")))]
            : [];

    private static AppItem ReadItem(JsonElement fields, string? itemType)
    {
        var kind = Text(fields, "_type") is BenchKind.Component or BenchKind.Source ? Text(fields, "_type")
            : itemType is BenchKind.Source ? BenchKind.Source
            : itemType is not null && ComponentTypes.Contains(itemType) ? BenchKind.Component
            : BenchKind.ItemKinds.FirstOrDefault(known => string.Equals(known, Text(fields, "type"), StringComparison.Ordinal));
        var empty = fields.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Null && BenchKind.IsKnownField(field.Name)).Select(field => field.Name);
        return new AppItem(Text(fields, "uuid") ?? Text(fields, "item_uuid"), kind, Sound(BenchKind.PropertiesOf(fields)), [.. empty]);
    }

    // What a bench does not take of an item is left out, rather than the item.
    private static Properties Sound(Properties properties) =>
        properties.All(IsSound) ? properties : Properties.From(properties.Where(IsSound));

    private static bool IsSound(KeyValuePair<string, JsonValue> property) =>
        Bench.Check(new SetProperties(new ItemPath(BenchKind.Items, "any"), Properties.Of(property.Key, property.Value))) is null;

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? Object(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    /// <summary>A sign of life, to be answered.</summary>
    public sealed record Ping : AppMessage;

    /// <summary>Asks for the scene.</summary>
    /// <param name="IsReturning">Whether it had been connected before, which only a client role says.</param>
    public sealed record SyncRequest(bool IsReturning) : AppMessage;

    /// <summary>The app's whole scene.</summary>
    /// <param name="Target">The user whose joining it answers.</param>
    /// <param name="Items">The scene.</param>
    public sealed record FullState(string? Target, ImmutableArray<AppItem> Items) : AppMessage;

    /// <summary>One thing that the user did.</summary>
    /// <param name="Action">One of <see cref="AppActions"/>.</param>
    /// <param name="Id">The item.</param>
    /// <param name="Item">What the item is now; without fields for a removal.</param>
    public sealed record Command(string Action, string Id, AppItem Item) : AppMessage;
}
