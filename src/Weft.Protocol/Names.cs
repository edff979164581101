using System.Buffers;

namespace Weft.Protocol;

/// <summary>What may be called what (JOIN-2, JOIN-4, ACCESS-1).</summary>
public static class Names
{
    /// <summary>The name of somebody who gave none (JOIN-4).</summary>
    public const string Guest = "Guest";

    /// <summary>The collection of comments, in documents of any kind (ACCESS-5).</summary>
    public const string Comments = "comments";

    private static readonly SearchValues<char> s_clientCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Whether a text may be a client id: 1 to 64 characters of <c>A-Z a-z 0-9 _ -</c>.</summary>
    public static bool IsClient(string text) =>
        text is { Length: > 0 and <= Limits.MaxClientLength } && !text.AsSpan().ContainsAnyExcept(s_clientCharacters);

    /// <summary>Whether a text may be a user's name: 1 to 100 code units, none a control character, and not only white space.</summary>
    public static bool IsUserName(string text) =>
        text is { Length: > 0 and <= Limits.MaxNameLength } && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);

    /// <summary>Whether a text may be a token: 1 to 8,192 printable ASCII characters, none a blank.</summary>
    public static bool IsToken(string text) =>
        text is { Length: > 0 and <= Limits.MaxTokenLength } && text.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;

    /// <summary>Whether a text is a colour, <c>#rrggbb</c>.</summary>
    public static bool IsColor(string text) =>
        text is { Length: 7 } && text[0] == '#' && text.AsSpan(1).IndexOfAnyExcept(s_hexDigits) < 0;
}
