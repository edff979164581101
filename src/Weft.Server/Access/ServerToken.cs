namespace Weft.Server.Access;

/// <summary>The server's token, kept in the data folder so that links stay good when the server starts again.</summary>
public static class ServerToken
{
    /// <summary>The file's name inside the data folder; only the server's own user may read it.</summary>
    public const string FileName = "token";

    /// <summary>Characters of the shortest token that is taken from outside: 128 bits when they are random letters and digits.</summary>
    public const int MinLength = 22;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Whether a token made elsewhere will do: long enough, and of characters that fit into a link and a header.</summary>
    /// <param name="token">The token.</param>
    /// <returns>Whether it will.</returns>
    public static bool IsAcceptable(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.Length >= MinLength && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~');
    }

    /// <summary>Makes a new token in a data folder; the old one is worth nothing from the next start on.</summary>
    /// <param name="folder">The data folder; created when missing.</param>
    /// <returns>The token.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public static string Renew(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        var token = Secret.New();
        var path = Path.Combine(folder, FileName);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new StreamWriter(path, options))
        {
            Protect(path);
            file.WriteLine(token);
        }

        return token;
    }

    /// <summary>The token of a data folder, made when there is none.</summary>
    internal static string Of(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return Renew(folder);
        }

        Protect(path);
        var token = File.ReadAllText(path).Trim();
        return IsAcceptable(token) ? token : Renew(folder);
    }

    // A file that was there before keeps the mode it had, so it is set in any case.
    private static void Protect(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }
}
