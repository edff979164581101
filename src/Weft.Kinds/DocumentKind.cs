using Weft.Engine;

namespace Weft.Kinds;

/// <summary>
/// A schema over texts and items: which paths exist and what may stand there, and the files in which such a document comes and goes.
/// Kinds hold no state; any thread may use them.
/// </summary>
public abstract class DocumentKind
{
    private protected DocumentKind()
    {
    }

    /// <summary>The kind's name in requests and in the store.</summary>
    public abstract string Name { get; }

    /// <summary>The kind's name for people.</summary>
    public abstract string Title { get; }

    /// <summary>The texts that a document of this kind has.</summary>
    public abstract IReadOnlyList<string> Texts { get; }

    /// <summary>The collections of items that a document of this kind has, besides the <c>comments</c> of all kinds.</summary>
    public abstract IReadOnlyList<string> Collections { get; }

    /// <summary>The forms in which such a document can be taken out.</summary>
    public abstract IReadOnlyList<ExportFormat> ExportFormats { get; }

    /// <summary>The extensions, with the dot and in lower case, of the files that <see cref="Import"/> reads.</summary>
    public abstract IReadOnlyList<string> ImportExtensions { get; }

    /// <summary>Judges one operation by itself, before the engine sees it.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public KindViolation? Check(Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return CommentRules.IsAbout(operation) ? CommentRules.Check(operation) : CheckOwn(operation);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its bytes; nothing of it is kept.</param>
    /// <returns>The operations that make a document of it, or why it cannot be one.</returns>
    public abstract ImportResult Import(ReadOnlyMemory<byte> file);

    /// <summary>Writes a document as a file.</summary>
    /// <param name="document">The document; not changed.</param>
    /// <param name="title">Its title, for the formats that hold one.</param>
    /// <param name="format">One of <see cref="ExportFormats"/>.</param>
    /// <returns>The file's bytes.</returns>
    /// <exception cref="ArgumentException">The kind has no such export.</exception>
    public byte[] Export(Document document, string title, ExportFormat format)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(format);
        if (!ExportFormats.Contains(format))
        {
            throw new ArgumentException($"A {Name} document cannot be exported as '{format.Name}'.", nameof(format));
        }

        return format == ExportFormat.Weft ? new WeftFile(Name, title, document.Save()).ToBytes() : ExportOwn(document, format);
    }

    private protected abstract KindViolation? CheckOwn(Operation operation);

    private protected abstract byte[] ExportOwn(Document document, ExportFormat format);
}
