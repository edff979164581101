namespace Weft.Server.Web;

/// <summary>Finds the built web app.</summary>
internal static class WebRootFinder
{
    /// <summary>The folder with the app's <c>index.html</c>, or null when it is nowhere.</summary>
    public static string? Find(string? chosen)
    {
        if (chosen is not null)
        {
            return HasPage(chosen) ? Path.GetFullPath(chosen) : null;
        }

        return Candidates().FirstOrDefault(HasPage);
    }

    private static IEnumerable<string> Candidates()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "wwwroot");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "web", "app", "dist");
        }
    }

    private static bool HasPage(string folder) => File.Exists(Path.Combine(folder, "index.html"));
}
