using System.Runtime.CompilerServices;

namespace Weft.Conventions.Tests;

/// <summary>The files of the checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    /// <summary>Files of ours below a folder: nothing that was built or fetched.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "node_modules" or "dist" or "artifacts" or "data"));

    public static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
