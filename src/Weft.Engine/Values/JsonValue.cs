using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weft.Json;

namespace Weft.Engine;

/// <summary>One JSON value, kept as compact text. Two values are equal when their compact texts are.</summary>
public readonly record struct JsonValue
{
    // Null stands for the JSON value null, so that default(JsonValue) is a proper value.
    private readonly string? _text;

    private JsonValue(string? text) => _text = text;

    /// <summary>The JSON value <c>null</c>: "not there", wherever Weft keeps properties.</summary>
    public static JsonValue Null => default;

    /// <summary>The JSON value <c>true</c>.</summary>
    public static JsonValue True { get; } = new("true");

    /// <summary>The JSON value <c>false</c>.</summary>
    public static JsonValue False { get; } = new("false");

    /// <summary>The value as compact JSON.</summary>
    public string Text => _text ?? "null";

    /// <summary>Whether this is <c>null</c>.</summary>
    public bool IsNull => _text is null;

    /// <summary>Reads one JSON value.</summary>
    /// <exception cref="FormatException">The text is not one JSON value of at most 64 levels, or has a lone
    /// surrogate.</exception>
    public static JsonValue Parse(string json) =>
        TryParse(json, out var value) ? value : throw new FormatException("Not a JSON value.");

    /// <summary>
    /// Reads one JSON value; false when it is not one, nests deeper than 64 levels or has a lone surrogate.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? json, out JsonValue value)
    {
        value = default;
        if (json is null || !Utf16.IsWellFormed(json))
        {
            return false;
        }

        try
        {
            if (IsCompact(json))
            {
                value = json is "null" ? Null : new JsonValue(json);
                return true;
            }

            using var document = JsonDocument.Parse(json);
            value = FromElement(document.RootElement);
            return true;
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException or ArgumentException)
        {
            // What escapes spell is only seen when the strings are decoded: a lone surrogate is an
            // InvalidOperationException then.
            return false;
        }
    }

    /// <summary>The value of an element.</summary>
    /// <exception cref="InvalidOperationException">A string of the element has a lone surrogate.</exception>
    public static JsonValue FromElement(JsonElement element)
    {
        return element.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => Null,
            JsonValueKind.True => True,
            JsonValueKind.False => False,
            _ => new JsonValue(CompactJson.Of(element)),
        };
    }

    /// <summary>A JSON string.</summary>
    /// <exception cref="ArgumentException">The text has a lone surrogate.</exception>
    public static JsonValue FromString(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Utf16.IsWellFormed(text))
        {
            throw new ArgumentException("A lone surrogate is not text.", nameof(text));
        }

        return new JsonValue(string.Concat("\"", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text), "\""));
    }

    /// <summary>A JSON number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite.</exception>
    public static JsonValue FromNumber(double number)
    {
        if (!double.IsFinite(number))
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, "JSON knows finite numbers only.");
        }

        return new JsonValue(number.ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static JsonValue FromBoolean(bool value) => value ? True : False;

    /// <summary>The compact JSON.</summary>
    public override string ToString() => Text;

    // Nearly every text is compact already: then it is the value, and only has to be seen to be JSON.
    private static bool IsCompact(string json)
    {
        const int Few = 256;
        var rented = json.Length > Few ? ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(json.Length)) : null;
        try
        {
            Span<byte> utf8 = rented is null ? stackalloc byte[Few * 3] : rented;
            utf8 = utf8[..Encoding.UTF8.GetBytes(json, utf8)];
            if (!CompactJson.IsCompact(utf8))
            {
                return false;
            }

            var reader = new Utf8JsonReader(utf8);
            while (reader.Read())
            {
            }

            return true;
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
