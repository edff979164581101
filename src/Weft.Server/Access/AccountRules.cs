using System.Globalization;
using System.Net.Mail;
using Weft.Protocol;

namespace Weft.Server.Access;

/// <summary>What names, e-mail addresses and passwords of accounts look like.</summary>
internal static class AccountRules
{
    /// <summary>Characters of the shortest password. Length is what counts; rules about kinds of characters make people write "Password1!".</summary>
    public const int MinPasswordLength = 10;

    /// <summary>Characters of the longest password: a long sentence, and no work for the server beyond it.</summary>
    public const int MaxPasswordLength = 1_000;

    /// <summary>Characters of the longest name or address to sign in with: an address (RFC 5321).</summary>
    public const int MaxSignInNameLength = 254;

    /// <summary>Characters that turn the direction of the text around them, or are not there to be seen: names could be made to look like others.</summary>
    private const string Invisible = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff";

    /// <summary>Says what is wrong with a name, or null.</summary>
    public static string? CheckName(string? name)
    {
        var trimmed = name?.Trim() ?? string.Empty;
        if (trimmed.Length is 0 or > Limits.MaxNameLength)
        {
            return $"A name has 1 to {Limits.MaxNameLength} characters.";
        }

        return trimmed.Any(c => char.IsControl(c) || c == '@' || Invisible.Contains(c, StringComparison.Ordinal)) || !IsUnicode(trimmed)
            ? "A name has no @, no control characters and no invisible ones."
            : null;
    }

    /// <summary>A name that somebody else vouches for, made fit to be shown.</summary>
    /// <returns>The name; null when nothing of it is left.</returns>
    public static string? ToShow(string? name)
    {
        if (name is null || !IsUnicode(name))
        {
            return null;
        }

        var visible = string.Concat(name.Where(c => !char.IsControl(c) && !Invisible.Contains(c, StringComparison.Ordinal))).Trim();
        var end = Math.Min(visible.Length, Limits.MaxNameLength);
        end -= end > 0 && end < visible.Length && char.IsHighSurrogate(visible[end - 1]) ? 1 : 0;
        return end == 0 ? null : visible[..end];
    }

    /// <summary>Says what is wrong with an address, or null. Null is none and fine.</summary>
    public static string? CheckEmail(string? email) =>
        email is null || (email.Length <= MaxSignInNameLength && IsUnicode(email) && MailAddress.TryCreate(email, out var parsed) && string.Equals(parsed.Address, email, StringComparison.Ordinal))
            ? null
            : "This is no e-mail address; leave it out if you have none.";

    /// <summary>Says what is wrong with a new password, or null.</summary>
    public static string? CheckPassword(string? password, string name, string? email)
    {
        if (password is null || new StringInfo(password).LengthInTextElements < MinPasswordLength)
        {
            return $"A password has at least {MinPasswordLength} characters; a sentence that only you know is a good one.";
        }

        if (password.Length > MaxPasswordLength)
        {
            return $"A password has at most {MaxPasswordLength} characters.";
        }

        var isTooEasy = password.Distinct().Count() < 4
            || string.Equals(password, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(password, email, StringComparison.OrdinalIgnoreCase);
        return isTooEasy ? "This password is the first that somebody would try: take another one." : null;
    }

    /// <summary>Whether a text is valid Unicode, which looking a name up needs.</summary>
    public static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
