namespace Weft.Server.Rest;

/// <summary>The rule for titles.</summary>
internal static class Titles
{
    /// <summary>Says what is wrong with a title, or null.</summary>
    public static string? Check(string? title, ServerLimits limits)
    {
        var most = limits[ServerLimits.TitleUnits];
        var trimmed = title?.Trim() ?? string.Empty;
        if (trimmed.Length == 0 || trimmed.Length > most)
        {
            return $"A title has 1 to {most} characters.";
        }

        return trimmed.Any(char.IsControl) || !IsWellFormed(trimmed) ? "A title has no control characters and is valid Unicode." : null;
    }

    /// <summary>A title for a document that is made of a file.</summary>
    public static string Of(string fileName, ServerLimits limits)
    {
        var name = new string([.. Path.GetFileNameWithoutExtension(fileName).Where(c => !char.IsControl(c) && !char.IsSurrogate(c))]).Trim();
        return name.Length == 0 ? "Untitled" : name[..(int)Math.Min(name.Length, limits[ServerLimits.TitleUnits])];
    }

    /// <summary>A file name for a document's title.</summary>
    public static string ToFileName(string title, string extension)
    {
        var name = new string([.. title.Select(c => char.IsControl(c) || "\\/:*?\"<>|".Contains(c, StringComparison.Ordinal) ? '_' : c)]).Trim('.', ' ');
        return (name.Length == 0 ? "document" : name) + "." + extension;
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
