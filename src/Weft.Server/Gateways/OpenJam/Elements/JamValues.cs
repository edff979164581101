using System.Globalization;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>JSON values as numbers, texts and truth values.</summary>
internal static class JamValues
{
    /// <summary>The greatest number, either way, that is taken for one: the last whole one that JavaScript counts exactly.</summary>
    public const double Most = (1L << 53) - 1;

    /// <summary>The number that a value is; null for anything else, and for numbers beyond <see cref="Most"/>.</summary>
    public static double? Number(JsonValue value) =>
        value.Text[0] is '-' or (>= '0' and <= '9')
        && double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && IsNumber(number) ? number : null;

    /// <summary>Whether a number can be calculated with.</summary>
    public static bool IsNumber(double number) => Math.Abs(number) <= Most;

    /// <summary>The text that a value is; null for anything else.</summary>
    public static string? Text(JsonValue value)
    {
        if (value.Text[0] != '"')
        {
            return null;
        }

        if (!value.Text.Contains('\\', StringComparison.Ordinal))
        {
            return value.Text[1..^1];
        }

        using var json = JsonDocument.Parse(value.Text);
        return json.RootElement.GetString();
    }

    /// <summary>The strings of a list; what is none is passed over.</summary>
    public static IReadOnlyList<string> Texts(JsonValue value)
    {
        using var json = JsonDocument.Parse(value.Text);
        return json.RootElement.ValueKind != JsonValueKind.Array ? [] :
            [.. json.RootElement.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.String).Select(part => part.GetString()!)];
    }

    /// <summary>A list of strings.</summary>
    public static JsonValue List(IEnumerable<string> texts) =>
        JsonValue.Parse($"[{string.Join(',', texts.Select(text => JsonValue.FromString(text).Text))}]");

    /// <summary>A number without the noise that calculating in binary leaves behind.</summary>
    /// <param name="number">The number, finite.</param>
    /// <param name="digits">Digits behind the point that are meant.</param>
    public static JsonValue Number(double number, int digits = 9) => JsonValue.FromNumber(Math.Round(number, digits));

    /// <summary>Whether two values say the same: 1 and 1.0 do.</summary>
    public static bool AreSame(JsonValue one, JsonValue other)
    {
        if (one == other)
        {
            return true;
        }

        if (one.Text[0] != other.Text[0] && (Number(one) is null || Number(other) is null))
        {
            return false;
        }

        using var first = JsonDocument.Parse(one.Text);
        using var second = JsonDocument.Parse(other.Text);
        return JsonElement.DeepEquals(first.RootElement, second.RootElement);
    }
}
