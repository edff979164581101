namespace Weft.Engine;

/// <summary>What an event of a text carries besides its place and its units.</summary>
/// <param name="Attributes">Of an insertion: the attributes that its units take.</param>
/// <param name="Embed">Of an embed: the object.</param>
/// <param name="Key">Of a format: the name of the attribute.</param>
/// <param name="Value">Of a format: the attribute's value; null takes it away.</param>
internal sealed record TextPayload(Properties Attributes, JsonValue? Embed = null, string? Key = null, JsonValue Value = default)
{
    /// <summary>Nothing.</summary>
    public static TextPayload None { get; } = new(Properties.Empty);
}
