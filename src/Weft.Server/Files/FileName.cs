namespace Weft.Server.Files;

/// <summary>The names that pictures come with. They are looked at and not kept: a picture is known by what is in it.</summary>
internal static class FileName
{
    /// <summary>As long as file systems have them.</summary>
    private const int MaxLength = 255;

    /// <summary>What is wrong with a name, in one sentence; null when it is a file's name and nothing more.</summary>
    public static string? Check(string? name) => name switch
    {
        null => null,
        "" or "." or ".." => "A file needs a name, or none is given at all.",
        { Length: > MaxLength } => $"A file's name has at most {MaxLength} characters.",
        _ when name.Any(c => c is '/' or '\\') => "The file's name has a path in it: give the name alone, as 'photo.png'.",
        _ when name.Any(char.IsControl) => "The file's name has characters in it that nobody sees: give it another one.",
        _ => null,
    };
}
