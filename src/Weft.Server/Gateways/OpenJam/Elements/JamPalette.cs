using System.Globalization;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>The colours of stickies, which OpenJam names, as paper and ink; and the text colour on a filled shape.</summary>
internal static class JamPalette
{
    private static readonly (string Name, string Paper, string Ink)[] Stickies =
    [
        ("yellow", "#FEF3C7", "#92400E"),
        ("orange", "#FFEDD5", "#9A3412"),
        ("pink", "#FCE7F3", "#9D174D"),
        ("purple", "#EDE9FE", "#5B21B6"),
        ("blue", "#DBEAFE", "#1E40AF"),
        ("green", "#D1FAE5", "#065F46"),
        ("gray", "#F3F4F6", "#374151"),
    ];

    /// <summary>The paper of a sticky; yellow for a name that is not known.</summary>
    public static string Paper(string? name) => Find(name).Paper;

    /// <summary>The ink of a sticky.</summary>
    public static string Ink(string? name) => Find(name).Ink;

    /// <summary>The name whose paper comes closest to a colour; yellow for what is no colour.</summary>
    public static string NameOf(string? paper) => Rgb(paper) is { } wanted
        ? Stickies.MinBy(sticky => Distance(Rgb(sticky.Paper)!.Value, wanted)).Name
        : Stickies[0].Name;

    /// <summary>Dark on light, light on dark, as OpenJam writes on a shape.</summary>
    public static string InkOn(string? fill) => Rgb(fill) is not { } colour || Brightness(colour) > 128 ? "#1F2937" : "#FFFFFF";

    private static (string Name, string Paper, string Ink) Find(string? name)
    {
        var at = Array.FindIndex(Stickies, sticky => string.Equals(sticky.Name, name, StringComparison.Ordinal));
        return Stickies[Math.Max(at, 0)];
    }

    private static (int R, int G, int B)? Rgb(string? colour)
    {
        if (colour is not ['#', .. var hex])
        {
            return null;
        }

        var full = hex.Length is 3 or 4 ? string.Concat(hex.Take(3).Select(digit => $"{digit}{digit}")) : hex;
        return full.Length is 6 or 8 && int.TryParse(full.AsSpan(0, 6), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
            ? (rgb >> 16, (rgb >> 8) & 255, rgb & 255)
            : null;
    }

    // What is white, grey or black is told from a tint by how far its channels lie apart, which pastels differ in more than in brightness.
    private static int Distance((int R, int G, int B) one, (int R, int G, int B) other) =>
        Square(one.R - one.G - other.R + other.G) + Square(one.G - one.B - other.G + other.B)
        + Square(one.R - other.R) + Square(one.G - other.G) + Square(one.B - other.B);

    private static int Square(int number) => number * number;

    private static int Brightness((int R, int G, int B) colour) => ((colour.R * 299) + (colour.G * 587) + (colour.B * 114)) / 1000;
}
