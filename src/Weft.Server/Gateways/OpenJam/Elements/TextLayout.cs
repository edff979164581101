using System.Text;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>
/// How much room a text takes, about: Excalidraw draws the lines that an item holds, and measures only what is edited in it. A server has no fonts;
/// widths are those of a common sans-serif, in parts of its size.
/// </summary>
internal static class TextLayout
{
    /// <summary>Excalidraw's distance of lines for such a font.</summary>
    public const double LineHeight = 1.25;

    /// <summary>Breaks a text into lines that fit; a word that is too long for one is broken as well.</summary>
    /// <param name="text">The text; its own line breaks stay.</param>
    /// <param name="width">The width to fit in, in pixels.</param>
    /// <param name="fontSize">The font's size in pixels.</param>
    /// <param name="widest">The width of the longest word that is not broken, in pixels, if more than <paramref name="width"/>.</param>
    public static string Wrap(string text, double width, double fontSize, double widest = 0)
    {
        var wrapped = new StringBuilder(text.Length + 16);
        var most = Math.Max(width, fontSize) / Math.Max(fontSize, 1);
        foreach (var line in text.Split('\n'))
        {
            WrapLine(line, most, Math.Max(most, widest / Math.Max(fontSize, 1)), wrapped);
            wrapped.Append('\n');
        }

        return wrapped.ToString(0, wrapped.Length - 1);
    }

    /// <summary>The width and height of a text, in pixels.</summary>
    public static (double Width, double Height) Measure(string text, double fontSize)
    {
        var lines = text.Split('\n');
        return (Math.Round(lines.Max(Width) * fontSize, 1), lines.Length * fontSize * LineHeight);
    }

    private static void WrapLine(string line, double most, double widest, StringBuilder wrapped)
    {
        double used = 0;
        foreach (var word in Words(line))
        {
            var width = Width(word.TrimEnd(' '));
            if (used > 0 && used + width > most)
            {
                TrimBlanks(wrapped);
                wrapped.Append('\n');
                used = 0;
            }

            used = width > widest ? Break(word, most, wrapped) : used + Width(word);
            if (width <= widest)
            {
                wrapped.Append(word);
            }
        }

        TrimBlanks(wrapped);
    }

    private static double Break(string word, double most, StringBuilder wrapped)
    {
        double used = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            var width = Width(rune);
            if (used > 0 && used + width > most)
            {
                wrapped.Append('\n');
                used = 0;
            }

            wrapped.Append(rune.ToString());
            used += width;
        }

        return used;
    }

    // Each with the blanks behind it, the parts of a compound by themselves; what is written without blanks may break anywhere.
    private static IEnumerable<string> Words(string line)
    {
        var from = 0;
        for (var i = 1; i < line.Length; i++)
        {
            if ((line[i - 1] == ' ' && line[i] != ' ') || (i > 1 && line[i - 1] == '-' && char.IsLetter(line[i - 2]) && char.IsLetter(line[i])))
            {
                yield return line[from..i];
                from = i;
            }
        }

        if (from < line.Length)
        {
            yield return line[from..];
        }
    }

    private static void TrimBlanks(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }
    }

    private static double Width(string text)
    {
        double width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Width(rune);
        }

        return width;
    }

    private static double Width(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or '\'' or '|' => 0.22,
        ' ' or 'f' or 't' or 'r' or 'I' or '.' or ',' or ':' or ';' or '!' or '(' or ')' or '[' or ']' or '/' or '-' or '"' => 0.33,
        'm' or 'w' or 'M' or 'W' or '@' or '%' => 0.86,
        >= 'A' and <= 'Z' => 0.69,
        < 0x1100 => 0.56,
        _ => 1.0,
    };
}
