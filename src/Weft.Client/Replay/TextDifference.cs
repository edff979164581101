namespace Weft.Client.Replay;

/// <summary>Says where two texts part.</summary>
internal static class TextDifference
{
    private const int Shown = 30;

    public static string? Find(string expected, string actual)
    {
        if (string.Equals(expected, actual, StringComparison.Ordinal))
        {
            return null;
        }

        var at = expected.AsSpan().CommonPrefixLength(actual);
        return $"the texts part at position {at}: expected \"{Excerpt(expected, at)}\", the server has \"{Excerpt(actual, at)}\" "
            + $"(lengths {expected.Length} and {actual.Length})";
    }

    private static string Excerpt(string text, int at) =>
        text[at..Math.Min(text.Length, at + Shown)].ReplaceLineEndings("\\n");
}
