using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Weft.Protocol;

/// <summary>
/// Compares a frame with the metadata of the messages: unknown cases, missing fields, text that is not Unicode. The serializer would
/// find the same, but tells it only in the words of an exception.
/// </summary>
internal static class FrameCheck
{
    internal static ProtocolError? Check(JsonElement element, JsonTypeInfo? type) => element.ValueKind switch
    {
        JsonValueKind.String when HasLoneSurrogate(JsonMarshal.GetRawUtf8Value(element)) => BadText(),
        JsonValueKind.Array => CheckArray(element, type),
        JsonValueKind.Object => CheckObject(element, type),
        _ => null,
    };

    internal static ProtocolError BadField(string at, string? wanted = null) =>
        new(ErrorCodes.BadField, $"The field '{at}' {wanted ?? "has a wrong type or is out of range"}.", at);

    private static ProtocolError? CheckArray(JsonElement array, JsonTypeInfo? type)
    {
        JsonTypeInfo? elementType = type is not null && FrameShape.Of(type) is { IsList: true } list ? list.ElementType : null;
        int index = 0;
        foreach (JsonElement element in array.EnumerateArray())
        {
            // The serializer would let it pass: it knows what may be null of fields, not of elements.
            if (elementType is not null && element.ValueKind == JsonValueKind.Null)
            {
                return BadField(string.Create(CultureInfo.InvariantCulture, $"[{index}]"));
            }

            if (Check(element, elementType) is { } problem)
            {
                return Within(problem, string.Create(CultureInfo.InvariantCulture, $"[{index}]"));
            }

            index++;
        }

        return null;
    }

    private static ProtocolError? CheckObject(JsonElement element, JsonTypeInfo? type)
    {
        FrameShape? shape = type is null ? null : FrameShape.Of(type);
        if (shape is { CaseField: { } field } && CaseOf(element, field, ref shape) is { } unknown)
        {
            return unknown;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (HasLoneSurrogate(JsonMarshal.GetRawUtf8PropertyName(property)))
            {
                return BadText();
            }

            if (Check(property.Value, TypeOf(shape, property)) is { } problem)
            {
                return Within(problem, property.Name);
            }
        }

        return shape is { IsObject: true } ? MissingField(element, shape) : null;
    }

    /// <summary>Turns the shape of a union into that of the case at hand.</summary>
    private static ProtocolError? CaseOf(JsonElement element, FrameField field, ref FrameShape shape)
    {
        if (!element.TryGetProperty(field.Utf8, out JsonElement name))
        {
            return Missing(field.Name);
        }

        if (name.ValueKind != JsonValueKind.String || HasLoneSurrogate(JsonMarshal.GetRawUtf8Value(name)))
        {
            return BadField(field.Name);
        }

        foreach (FrameField one in shape.Cases)
        {
            if (name.ValueEquals(one.Utf8))
            {
                shape = FrameShape.Of(one.Type!);
                return null;
            }
        }

        return string.Equals(field.Name, "type", StringComparison.Ordinal)
            ? new ProtocolError(ErrorCodes.UnknownType, "There is no message of this type.", field.Name)
            : BadField(field.Name, "names no operation");
    }

    private static JsonTypeInfo? TypeOf(FrameShape? owner, JsonProperty property)
    {
        if (owner is not { IsObject: true })
        {
            return owner is { IsList: false } ? owner.ElementType : null;
        }

        foreach (FrameField field in owner.Fields)
        {
            if (property.NameEquals(field.Utf8))
            {
                return field.Type;
            }
        }

        return null;
    }

    private static ProtocolError? MissingField(JsonElement element, FrameShape shape)
    {
        foreach (FrameField field in shape.Fields)
        {
            if (field.IsRequired && !element.TryGetProperty(field.Utf8, out _))
            {
                return Missing(field.Name);
            }
        }

        return null;
    }

    private static ProtocolError Missing(string field) =>
        new(ErrorCodes.MissingField, $"The field '{field}' is missing.", field);

    private static ProtocolError BadText() =>
        new(ErrorCodes.BadText, "Text holds a lone surrogate; send whole characters.", "");

    /// <summary>Puts the name of the owner before the field of a problem.</summary>
    private static ProtocolError Within(ProtocolError problem, string owner)
    {
        string inner = problem.At ?? "";
        string at = inner.Length == 0 || inner[0] == '[' ? owner + inner : $"{owner}.{inner}";
        string message = inner.Length == 0
            ? problem.Message
            : problem.Message.Replace($"'{inner}'", $"'{at}'", StringComparison.Ordinal);
        return problem with { At = at, Message = message };
    }

    /// <summary>
    /// Whether escapes in the raw bytes of a JSON string make half a pair. The bytes themselves are valid UTF-8, which has no
    /// surrogates, so only escapes can.
    /// </summary>
    private static bool HasLoneSurrogate(ReadOnlySpan<byte> raw)
    {
        bool awaitsLow = false;
        for (int i = 0; i < raw.Length; i++)
        {
            int unit = raw[i] == '\\' ? ReadEscape(raw, ref i) : 0;
            bool isLow = unit is >= 0xDC00 and <= 0xDFFF;
            if (isLow != awaitsLow)
            {
                return true;
            }

            awaitsLow = unit is >= 0xD800 and <= 0xDBFF;
        }

        return awaitsLow;
    }

    /// <summary>The code unit of the escape at <paramref name="i"/>, which moves to its last byte; 0 for those without <c>\u</c>.</summary>
    private static int ReadEscape(ReadOnlySpan<byte> raw, ref int i)
    {
        if (raw[i + 1] != 'u')
        {
            i++;
            return 0;
        }

        int unit = int.Parse(raw.Slice(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        i += 5;
        return unit;
    }
}
