namespace Weft.Kinds;

/// <summary>The document kinds of this program.</summary>
public static class DocumentKinds
{
    /// <summary>All kinds, the simplest first.</summary>
    public static IReadOnlyList<DocumentKind> All { get; } = [new TextKind(), new BoardKind(), new BenchKind()];

    /// <summary>Finds a kind by its name.</summary>
    /// <param name="name">The name, as in <see cref="DocumentKind.Name"/>.</param>
    /// <returns>The kind, or null.</returns>
    public static DocumentKind? Find(string? name) => All.FirstOrDefault(k => string.Equals(k.Name, name, StringComparison.Ordinal));

    /// <summary>Finds the kind that a file becomes, by its extension.</summary>
    /// <param name="fileName">The file's name.</param>
    /// <returns>The kind, or null when no kind takes such files.</returns>
    public static DocumentKind? ForFile(string fileName)
    {
        var extension = Path.GetExtension(fileName);
        return All.FirstOrDefault(k => k.ImportExtensions.Contains(extension, StringComparer.OrdinalIgnoreCase));
    }
}
