using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weft.Server.Access;

/// <summary>
/// Somebody who came by a gateway to a server that has no accounts, and whom a session alone remembers: what they said of themselves. It gives
/// them no right that they would not have without it.
/// </summary>
/// <param name="Email">Their e-mail address, which nobody checked.</param>
/// <param name="Name">What others see them called.</param>
/// <param name="Color"><c>#rrggbb</c>.</param>
/// <param name="TokenHash">The hash of the server's token that they knew; null where the server is open.</param>
internal sealed partial record Visitor(string Email, string Name, string Color, string? TokenHash)
{
    /// <summary>As a session keeps it, in the place of a name.</summary>
    public string ToText() => JsonSerializer.Serialize(this, Json.Default.Visitor);

    /// <summary>Reads what a session keeps; null when it is none of these.</summary>
    public static Visitor? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, Json.Default.Visitor);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [JsonSerializable(typeof(Visitor))]
    private sealed partial class Json : JsonSerializerContext;
}
