using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weft.Json;

namespace Weft.Protocol;

/// <summary>
/// One JSON value as compact text. The protocol carries properties, attributes and embedded objects without looking into them;
/// two values are equal when their compact texts are.
/// </summary>
/// <param name="Text">Valid JSON without white space between tokens. Whoever constructs one vouches for it; <see cref="Parse"/> checks.</param>
[JsonConverter(typeof(RawJsonConverter))]
public readonly record struct RawJson(string Text)
{
    /// <summary>The value <c>null</c>: for a property, not there.</summary>
    public static RawJson Null { get; } = new("null");

    /// <summary>Whether this is <c>null</c>.</summary>
    public bool IsNull => string.Equals(Text, "null", StringComparison.Ordinal);

    /// <summary>A number. It must be finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static RawJson Of(double number) => double.IsFinite(number)
        ? new(number.ToString("R", CultureInfo.InvariantCulture))
        : throw new ArgumentOutOfRangeException(nameof(number));

    /// <summary>A string.</summary>
    /// <exception cref="ArgumentException">It holds a lone surrogate.</exception>
    public static RawJson Of(string text) => new($"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");

    /// <summary>A truth value.</summary>
    public static RawJson Of(bool value) => new(value ? "true" : "false");

    /// <summary>Reads JSON text and makes it compact.</summary>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static RawJson Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return FromElement(document.RootElement);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal static RawJson Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && !reader.HasValueSequence)
        {
            return new RawJson(CompactJson.TextOf(reader.ValueSpan));
        }

        var ahead = reader;
        if (reader.TokenType == JsonTokenType.StartObject && ahead.Read() && ahead.TokenType == JsonTokenType.EndObject)
        {
            reader = ahead;
            return new RawJson("{}");
        }

        using var document = JsonDocument.ParseValue(ref reader);
        return FromElement(document.RootElement);
    }

    internal void WriteTo(Utf8JsonWriter writer) => writer.WriteRawValue(Text, skipInputValidation: true);

    private static RawJson FromElement(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => Null,
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        _ => new RawJson(CompactJson.Of(element)),
    };
}

internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override bool HandleNull => true;

    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RawJson.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => value.WriteTo(writer);
}
