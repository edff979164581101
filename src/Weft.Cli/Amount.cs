using System.Globalization;

namespace Weft.Cli;

/// <summary>Reads amounts as people write them.</summary>
internal static class Amount
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
        [("ms", TimeSpan.FromMilliseconds(1)), ("min", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1))];

    /// <summary>A time such as <c>200ms</c>, <c>1.5s</c> or <c>2min</c>; null when the text is none.</summary>
    public static TimeSpan? Time(string text)
    {
        foreach (var (unit, length) in Units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase) && Number(text[..^unit.Length]) is { } number && number < 1e9)
            {
                return length * number;
            }
        }

        return string.Equals(text, "0", StringComparison.Ordinal) ? TimeSpan.Zero : null;
    }

    /// <summary>A share such as <c>1%</c> or <c>0.5 %</c>, as a part of one; null when the text is none.</summary>
    public static double? Share(string text)
    {
        if (text.EndsWith('%'))
        {
            return Number(text[..^1]) / 100;
        }

        return string.Equals(text, "0", StringComparison.Ordinal) ? 0 : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null;
}
