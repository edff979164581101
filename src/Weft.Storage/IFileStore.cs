namespace Weft.Storage;

/// <summary>
/// Files by what is in them, and which documents have them. Bytes are stored once, however many documents have them, and stay for a while
/// after the last of these is gone. Every method may be called from any thread at any time. A method that returns normally has its effect on
/// disk, where the store has one. Whether documents exist is the caller's to know.
/// </summary>
public interface IFileStore : IAsyncDisposable
{
    /// <summary>Begins to take bytes in.</summary>
    /// <returns>An empty draft; the caller disposes it.</returns>
    /// <exception cref="StoreFaultException">The disk is full or cannot be written.</exception>
    FileDraft BeginDraft();

    /// <summary>Makes a draft a file of a document. Bytes that are there already are not stored again.</summary>
    /// <param name="draft">All of the bytes; it can only be disposed afterwards.</param>
    /// <param name="file">What they are; <see cref="FileRecord.Hash"/> and size are believed.</param>
    /// <param name="document">The document.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Whether the bytes were new to the store.</returns>
    /// <exception cref="StoreFaultException">The disk is full or cannot be written.</exception>
    Task<bool> KeepAsync(FileDraft draft, FileRecord file, string document, CancellationToken cancellationToken);

    /// <summary>A file of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="hash">The file's hash.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The file, or null when the document has none with this hash.</returns>
    Task<FileRecord?> FindAsync(string document, string hash, CancellationToken cancellationToken);

    /// <summary>The files of a document, in no order.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The files.</returns>
    Task<IReadOnlyList<FileRecord>> ListAsync(string document, CancellationToken cancellationToken);

    /// <summary>Opens the bytes of a file.</summary>
    /// <param name="hash">The hash of a file that was found.</param>
    /// <returns>The bytes, to be read and sought in; the caller disposes it.</returns>
    /// <exception cref="StoreFaultException">They are not there, or cannot be read.</exception>
    Stream OpenRead(string hash);

    /// <summary>The documents that have files, in no order.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Their ids.</returns>
    Task<IReadOnlyList<string>> ListDocumentsAsync(CancellationToken cancellationToken);

    /// <summary>Forgets which files a document has.</summary>
    /// <param name="document">The document.</param>
    /// <param name="now">Since when it has none.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Completes when they are forgotten.</returns>
    Task ForgetDocumentAsync(string document, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deletes the bytes that no document has had since a moment.</summary>
    /// <param name="before">The moment.</param>
    /// <param name="cancellationToken">Gives up before anything was deleted.</param>
    /// <returns>How many files are gone.</returns>
    Task<int> CollectAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
