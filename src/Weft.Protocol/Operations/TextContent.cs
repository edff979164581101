using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weft.Protocol;

/// <summary>What a run of text holds (DOC-1): a string, or one embedded object, which counts 1.</summary>
[JsonConverter(typeof(TextContentConverter))]
public sealed record TextContent
{
    private TextContent(string? text, RawJson? embed)
    {
        Text = text;
        Embed = embed;
    }

    /// <summary>The text, or null for an embedded object.</summary>
    public string? Text { get; }

    /// <summary>The embedded JSON object, or null for text.</summary>
    public RawJson? Embed { get; }

    /// <summary>How far it moves what follows, in UTF-16 code units.</summary>
    [JsonIgnore]
    public int Length => Text?.Length ?? 1;

    /// <summary>Content of text.</summary>
    public static TextContent Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TextContent(text, null);
    }

    /// <summary>Content of one embedded object.</summary>
    public static TextContent Of(RawJson embed) => new(null, embed);
}

internal sealed class TextContentConverter : JsonConverter<TextContent>
{
    public override TextContent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => TextContent.Of(reader.GetString()!),
            JsonTokenType.StartObject => TextContent.Of(RawJson.Read(ref reader)),
            _ => throw new JsonException(),
        };

    public override void Write(Utf8JsonWriter writer, TextContent value, JsonSerializerOptions options)
    {
        if (value.Embed is { } embed)
        {
            embed.WriteTo(writer);
        }
        else
        {
            writer.WriteStringValue(value.Text);
        }
    }
}
