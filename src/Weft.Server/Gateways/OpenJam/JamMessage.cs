using System.Text.Json;
using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>What a front-end says, as far as it means something here.</summary>
internal abstract record JamMessage
{
    /// <summary>Levels of nesting: cells of tables in widgets of an added element stand twelve levels deep.</summary>
    private const int MaxDepth = 32;

    /// <summary>Reads a frame.</summary>
    /// <returns>What it says; one that cannot be read is <see cref="Unknown"/> with what is wrong, in OpenJam's words.</returns>
    public static JamMessage Parse(ReadOnlyMemory<byte> frame)
    {
        try
        {
            using var json = JsonDocument.Parse(frame, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return json.RootElement.ValueKind == JsonValueKind.Object && JsonValue.TryParse(json.RootElement.GetRawText(), out _)
                ? Read(Text(json.RootElement, "type"), json.RootElement.TryGetProperty("payload", out var payload) ? payload.Clone() : default)
                : new Unknown("Invalid message format");
        }
        catch (JsonException)
        {
            return new Unknown("Invalid message format");
        }
    }

    private static JamMessage Read(string? type, JsonElement payload) => type switch
    {
        "join" when payload.ValueKind != JsonValueKind.Object => new Unknown("Invalid join payload"),
        "join" => Text(payload, "roomId")?.Trim() is { Length: > 0 } room ? new Join(room) : new Unknown("Room ID required"),
        "leave" => new Leave(),
        "op" => payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            && Text(payload, "opType") is { Length: > 0 } operation
            ? new Op(Text(payload, "opId") ?? Text(data, "opId"), operation, data, payload.TryGetProperty("vectorClock", out var clock) ? clock : default)
            : new Unknown("Invalid operation payload"),
        "cursor" => payload.ValueKind == JsonValueKind.Object && Number(payload, "x") is { } x && Number(payload, "y") is { } y ? new Cursor(x, y) : new Nothing(),
        _ => new Unknown("Unknown message type"),
    };

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    /// <summary>Goes into a room.</summary>
    public sealed record Join(string Room) : JamMessage;

    /// <summary>Goes out of it.</summary>
    public sealed record Leave : JamMessage;

    /// <summary>Does something to the board.</summary>
    /// <param name="Id">What the front-end calls it; null when it has no name.</param>
    /// <param name="Type">What is done.</param>
    /// <param name="Data">The rest; an object.</param>
    /// <param name="Clock">What its author had seen, by somebody who says so; the front-end does not.</param>
    public sealed record Op(string? Id, string Type, JsonElement Data, JsonElement Clock) : JamMessage;

    /// <summary>Points somewhere.</summary>
    public sealed record Cursor(double X, double Y) : JamMessage;

    /// <summary>Something that is passed over without a word.</summary>
    public sealed record Nothing : JamMessage;

    /// <summary>Something that is answered with an error.</summary>
    /// <param name="Error">What is wrong.</param>
    public sealed record Unknown(string Error) : JamMessage;
}
