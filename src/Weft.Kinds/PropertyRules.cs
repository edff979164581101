using System.Globalization;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Kinds;

/// <summary>What holds for the properties and attributes of every kind.</summary>
internal static class PropertyRules
{
    public static KindViolation TooMany { get; } = Bad($"An operation may carry at most {KindLimits.PropertyCount} properties.");

    public static KindViolation? CheckAttributes(Properties attributes)
    {
        foreach (var (name, value) in attributes)
        {
            if (CheckName(name) is { } violation)
            {
                return violation;
            }

            if (CheckLength(name, value, KindLimits.AttributeLength) is { } tooLong)
            {
                return tooLong;
            }
        }

        return CheckCount(attributes);
    }

    public static KindViolation? CheckCount(Properties properties) => properties.Count <= KindLimits.PropertyCount
        ? null
        : TooMany;

    public static KindViolation? CheckName(string name)
    {
        if (name.Length is 0 or > KindLimits.NameLength)
        {
            return Bad($"A property's name has 1 to {KindLimits.NameLength} characters.");
        }

        foreach (var character in name)
        {
            if (char.IsControl(character))
            {
                return Bad("A property's name has no control characters.");
            }
        }

        return null;
    }

    public static KindViolation? CheckLength(string name, JsonValue value, int limit) => value.Text.Length <= limit
        ? null
        : TooLong(name, limit);

    public static KindViolation TooLong(string name, int limit) => Bad($"The value of '{name}' is longer than {limit} characters.");

    /// <summary>Whether a text may name an item: a slash would make a path of more parts; blanks and control characters cannot be seen in a report.</summary>
    public static bool IsItemId(string id) => id.Length is > 0 and <= KindLimits.ItemIdLength
        && !id.AsSpan().ContainsAnyExceptInRange('!', '~') && !id.Contains('/', StringComparison.Ordinal);

    /// <summary>Whether a JSON value is a number that a double can hold.</summary>
    public static bool IsFiniteNumber(JsonValue value) =>
        value.Text.Length > 0 && (value.Text[0] == '-' || char.IsAsciiDigit(value.Text[0])) && IsFinite(value.Text);

    public static bool IsFiniteNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number);

    /// <summary>Whether a JSON value is a list of so many numbers that a double can hold.</summary>
    public static bool AreFiniteNumbers(JsonElement value, int least, int most)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is var count && (count < least || count > most))
        {
            return false;
        }

        foreach (var number in value.EnumerateArray())
        {
            if (!IsFiniteNumber(number))
            {
                return false;
            }
        }

        return true;
    }

    public static KindViolation Bad(string message) => new(KindViolation.BadProperty, message);

    // "1e999" is a number in JSON and an infinity to every editor.
    private static bool IsFinite(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
}
