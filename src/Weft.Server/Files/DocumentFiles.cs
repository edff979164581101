using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weft.Server.Diagnostics;
using Weft.Storage;
using Weft.Storage.Sqlite;

namespace Weft.Server.Files;

/// <summary>
/// The pictures of documents, which are stored outside of them: a document has their hashes. Bytes are stored once, however many documents
/// have them, and read only through a document that has them. Thread-safe.
/// </summary>
internal sealed partial class DocumentFiles(WeftOptions options, TimeProvider time, WeftMetrics metrics, ILogger<DocumentFiles> logger) : IAsyncDisposable
{
    /// <summary>
    /// How long bytes stay that no document has any more: longer than a backup takes, which would miss them, and than a deleted document's
    /// downloads.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private const int BufferBytes = 64 * 1024;

    private IFileStore? _store;
    private IDocumentStore? _documents;
    private ITimer? _sweeping;

    private IFileStore Store => _store ?? throw new InvalidOperationException("Weft has not started: requests come before the host runs its services.");

    /// <summary>Opens the store, beside the documents or in memory as they are.</summary>
    public void Open(IDocumentStore documents)
    {
        _documents = documents;
        _store = options.FileStore ?? (options.Store is null ? SqliteFileStore.Open(options.DataFolder) : new InMemoryFileStore());
        _sweeping = time.CreateTimer(_ => _ = SweepQuietlyAsync(), null, TimeSpan.Zero, Grace);
    }

    /// <summary>Makes bytes a picture of a document.</summary>
    /// <param name="document">The document, which is there.</param>
    /// <param name="bytes">All of the picture's bytes; read to the end or to the limit.</param>
    /// <param name="cancellationToken">Gives up before anything was stored.</param>
    /// <returns>What became of them.</returns>
    /// <exception cref="StoreFaultException">The disk is full or cannot be written.</exception>
    public async Task<FileOutcome> StoreAsync(string document, Stream bytes, CancellationToken cancellationToken)
    {
        var outcome = await TakeAsync(document, bytes, cancellationToken).ConfigureAwait(false);
        metrics.Uploaded(outcome switch
        {
            FileStored { IsNew: true } => "stored",
            FileStored => "known",
            _ => "refused",
        });
        if (outcome is FileRefused { Limit: { } limit })
        {
            metrics.Hit(limit);
        }

        return outcome;
    }

    /// <inheritdoc cref="StoreAsync(string, Stream, CancellationToken)"/>
    public async Task<FileOutcome> StoreAsync(string document, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        return await StoreAsync(document, stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A picture of a document; null when the document has none with this hash, or is no more.</summary>
    public async Task<FileRecord?> FindAsync(string document, string hash, CancellationToken cancellationToken) =>
        FileHash.IsValid(hash) && await _documents!.FindAsync(document, cancellationToken).ConfigureAwait(false) is not null
            ? await Store.FindAsync(document, hash, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>The pictures of a document.</summary>
    public Task<IReadOnlyList<FileRecord>> ListAsync(string document, CancellationToken cancellationToken) => Store.ListAsync(document, cancellationToken);

    /// <summary>The bytes of a picture that was found; the caller disposes them.</summary>
    /// <exception cref="StoreFaultException">They cannot be read.</exception>
    public Stream Open(FileRecord file) => Store.OpenRead(file.Hash);

    /// <summary>Forgets the pictures of a document that is gone. Bytes that no other document has go later.</summary>
    public Task ForgetAsync(string document) => Store.ForgetDocumentAsync(document, time.GetUtcNow(), CancellationToken.None);

    /// <summary>Adds the pictures of a backup, where they are kept in the data folder.</summary>
    public Task RestoreAsync(string staging) => options.FileStore is null && Store is SqliteFileStore own ? own.AddAllAsync(staging) : Task.CompletedTask;

    /// <summary>Forgets the pictures of documents that are no more, however they went, and deletes the bytes that nobody has had for <see cref="Grace"/>.</summary>
    /// <returns>How many are deleted.</returns>
    public async Task<int> SweepAsync()
    {
        foreach (var document in await Store.ListDocumentsAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (await _documents!.FindAsync(document, CancellationToken.None).ConfigureAwait(false) is null)
            {
                await ForgetAsync(document).ConfigureAwait(false);
            }
        }

        return await Store.CollectAsync(time.GetUtcNow() - Grace, CancellationToken.None).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _store, null) is not { } store)
        {
            return;
        }

        await _sweeping!.DisposeAsync().ConfigureAwait(false);
        if (options.FileStore is null)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<FileOutcome> TakeAsync(string document, Stream bytes, CancellationToken cancellationToken)
    {
        var draft = Store.BeginDraft();
        await using (draft.ConfigureAwait(false))
        {
            if (await FillAsync(draft, bytes, cancellationToken).ConfigureAwait(false) is not { } hash)
            {
                return FileRefused.Over(ServerLimits.PictureBytes, StatusCodes.Status413PayloadTooLarge, $"A picture may have at most {Megabytes(options.Limits[ServerLimits.PictureBytes])}: make it smaller.");
            }

            if (!PictureReader.TryRead(draft.Content, out var header, out var problem))
            {
                return Refuse(problem.Value);
            }

            var file = new FileRecord(hash, header.Type, draft.Content.Length, header.Width, header.Height);
            return await RefuseAsync(document, file, cancellationToken).ConfigureAwait(false)
                ?? (FileOutcome)new FileStored(file, await Store.KeepAsync(draft, file, document, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Takes the bytes in.</summary>
    /// <returns>Their hash; null when there are more than a picture may have.</returns>
    private async Task<string?> FillAsync(FileDraft draft, Stream bytes, CancellationToken cancellationToken)
    {
        var left = options.Limits[ServerLimits.PictureBytes];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await bytes.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                if ((left -= read) < 0)
                {
                    return null;
                }

                hash.AppendData(buffer, 0, read);
                await draft.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async Task<FileRefused?> RefuseAsync(string document, FileRecord file, CancellationToken cancellationToken)
    {
        if ((long)file.Width * file.Height > options.Limits[ServerLimits.PicturePixels])
        {
            return FileRefused.Over(
                ServerLimits.PicturePixels,
                StatusCodes.Status422UnprocessableEntity,
                FormattableString.Invariant($"The picture says that it has {file.Width:N0} × {file.Height:N0} pixels, and {options.Limits[ServerLimits.PicturePixels]:N0} is the most: make it smaller."));
        }

        var others = await Store.ListAsync(document, cancellationToken).ConfigureAwait(false);
        var total = others.Where(other => !string.Equals(other.Hash, file.Hash, StringComparison.Ordinal)).Sum(other => other.Size) + file.Size;
        return total <= options.Limits[ServerLimits.DocumentPictureBytes] ? null : FileRefused.Over(
            ServerLimits.DocumentPictureBytes,
            StatusCodes.Status413PayloadTooLarge,
            $"The pictures of one document may have {Megabytes(options.Limits[ServerLimits.DocumentPictureBytes])} altogether, and this one does not fit any more: put it into another document.");
    }

    private static FileRefused Refuse(PictureProblem problem) => problem switch
    {
        PictureProblem.WrongType => new FileRefused(StatusCodes.Status415UnsupportedMediaType, "wrong_picture_type", "This is no picture that can be shown here: take a PNG, JPEG, GIF, WebP or SVG file."),
        PictureProblem.Active => new FileRefused(StatusCodes.Status422UnprocessableEntity, "active_picture", "This SVG has a script in it: export it as a plain SVG or as PNG."),
        _ => new FileRefused(StatusCodes.Status422UnprocessableEntity, "bad_picture", "The picture is damaged or not complete: save it anew."),
    };

    private static string Megabytes(long bytes) => bytes < 1024 * 1024 ? FormattableString.Invariant($"{bytes:N0} bytes") : FormattableString.Invariant($"{bytes / 1024.0 / 1024:0.#} MB");

    private async Task SweepQuietlyAsync()
    {
        try
        {
            await SweepAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody waits for it, and it is tried again.
        catch (Exception exception) when (_store is not null)
        {
            Log.NotSwept(logger, exception);
        }
        catch (Exception)
#pragma warning restore CA1031
        {
            // The server has stopped meanwhile.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1701, Level = LogLevel.Warning, Message = "Pictures that no document has could not be deleted; it is tried again.")]
        public static partial void NotSwept(ILogger logger, Exception exception);
    }
}
