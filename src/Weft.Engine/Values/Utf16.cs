namespace Weft.Engine;

/// <summary>Questions about UTF-16 text.</summary>
internal static class Utf16
{
    /// <summary>Whether every surrogate of the text is one half of a pair.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        var at = FirstSurrogate(text);
        if (at < 0)
        {
            return true;
        }

        for (; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return false;
            }

            at++;
        }

        return true;
    }

    /// <summary>Whether the text has any surrogate.</summary>
    public static bool HasSurrogates(ReadOnlySpan<char> text) => FirstSurrogate(text) >= 0;

    private static int FirstSurrogate(ReadOnlySpan<char> text)
    {
        // Most are keystrokes. The search for many units sets up vectors, and boxes as long as it is not compiled for good.
        const int Few = 8;
        if (text.Length > Few)
        {
            return text.IndexOfAnyInRange('\uD800', '\uDFFF');
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
