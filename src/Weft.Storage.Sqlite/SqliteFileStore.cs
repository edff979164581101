using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

/// <summary>
/// Files of documents in the data folder: the bytes of each in <c>files/</c> under its hash, and in an SQLite database beside it which they are
/// and which documents have them. Bytes are on disk before the database names them, and are deleted after it has forgotten them: a crash in
/// between leaves bytes that nobody names, and the next start deletes those. The document store's lock keeps a second process out of the folder.
/// </summary>
public sealed partial class SqliteFileStore : IFileStore
{
    /// <summary>The database's name inside the data folder.</summary>
    public const string FileName = "files.db";

    /// <summary>The name of the folder with the bytes inside the data folder.</summary>
    public const string FolderName = "files";

    private const string Columns = "files.hash, type, size, width, height";

    private readonly SqliteLane _reads;
    private readonly SqliteLane _writes;
    private readonly FileFolder _folder;

    // Between bytes that are put in place and the database that names them, nobody may delete what it does not name.
    private readonly SemaphoreSlim _placing = new(1, 1);

    private SqliteFileStore(SqliteLane reads, SqliteLane writes, FileFolder folder) => (_reads, _writes, _folder) = (reads, writes, folder);

    /// <summary>Opens the store in a folder, creating both when they are not there, and deletes what a crash has left.</summary>
    /// <param name="folder">The data folder.</param>
    /// <returns>The store; the caller disposes it.</returns>
    /// <exception cref="NewerSchemaException">The database was written by a newer program.</exception>
    /// <exception cref="IOException">The folder cannot be created or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be created or written.</exception>
    /// <exception cref="StoreFaultException">The database cannot be written, is not one, is damaged, or the disk is full.</exception>
    public static SqliteFileStore Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        var files = new FileFolder(Path.Combine(Path.GetFullPath(folder), FolderName));
        var path = Path.Combine(Path.GetFullPath(folder), FileName);
        SQLitePCL.Batteries_V2.Init();
        return SqliteFaults.Explain(path, () =>
        {
            var writer = OpenWriter(path);
            try
            {
                files.Sweep(new SqliteWork(writer).Query("SELECT hash FROM files", row => row.GetString(0)));
                return new SqliteFileStore(new SqliteLane(Connect(path), writes: false), new SqliteLane(writer, writes: true), files);
            }
            catch
            {
                writer.Dispose();
                throw;
            }
        });
    }

    /// <inheritdoc/>
    public FileDraft BeginDraft() => _folder.BeginDraft();

    /// <inheritdoc/>
    public async Task<bool> KeepAsync(FileDraft draft, FileRecord file, string document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var own = draft as FileFolder.Draft ?? throw new ArgumentException("The draft is another store's.", nameof(draft));
        own.Flush();
        await _placing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var isNew = await _reads.RunAsync(work => !work.Any("SELECT 1 FROM files WHERE hash = $1", file.Hash), cancellationToken).ConfigureAwait(false);
            if (isNew)
            {
                _folder.Place(own, file.Hash);
            }

            await _writes.RunAsync(
                work => work.Execute(
                        """
                        INSERT INTO files (hash, type, size, width, height) VALUES ($1, $2, $3, $4, $5)
                        ON CONFLICT (hash) DO UPDATE SET unlinked = NULL
                        """,
                        file.Hash, file.Type, file.Size, file.Width, file.Height)
                    + work.Execute("INSERT OR IGNORE INTO links (document, hash) VALUES ($1, $2)", document, file.Hash),
                CancellationToken.None).ConfigureAwait(false);
            return isNew;
        }
        finally
        {
            _placing.Release();
        }
    }

    /// <inheritdoc/>
    public Task<FileRecord?> FindAsync(string document, string hash, CancellationToken cancellationToken) => _reads.RunAsync(
        work => work.First($"SELECT {Columns} FROM links JOIN files USING (hash) WHERE document = $1 AND links.hash = $2", ReadFile, document, hash), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FileRecord>> ListAsync(string document, CancellationToken cancellationToken) => _reads.RunAsync<IReadOnlyList<FileRecord>>(
        work => work.Query($"SELECT {Columns} FROM links JOIN files USING (hash) WHERE document = $1", ReadFile, document), cancellationToken);

    /// <inheritdoc/>
    public Stream OpenRead(string hash) => _folder.Open(hash);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListDocumentsAsync(CancellationToken cancellationToken) => _reads.RunAsync<IReadOnlyList<string>>(
        work => work.Query("SELECT DISTINCT document FROM links", row => row.GetString(0)), cancellationToken);

    /// <inheritdoc/>
    public Task ForgetDocumentAsync(string document, DateTimeOffset now, CancellationToken cancellationToken) => _writes.RunAsync(
        work => work.Execute(
                "UPDATE files SET unlinked = $2 WHERE hash IN (SELECT hash FROM links WHERE document = $1) AND hash NOT IN (SELECT hash FROM links WHERE document <> $1)",
                document, now.ToUnixTimeMilliseconds())
            + work.Execute("DELETE FROM links WHERE document = $1", document),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<int> CollectAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await _placing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var gone = await _writes.RunAsync(
                work => work.Query("DELETE FROM files WHERE unlinked < $1 RETURNING hash", row => row.GetString(0), before.ToUnixTimeMilliseconds()),
                cancellationToken).ConfigureAwait(false);
            gone.ForEach(_folder.Delete);
            return gone.Count;
        }
        finally
        {
            _placing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _reads.DisposeAsync().ConfigureAwait(false);
        await _writes.DisposeAsync().ConfigureAwait(false);
    }

    private static SqliteConnection OpenWriter(string path)
    {
        var writer = Connect(path);
        try
        {
            SqliteSchema.Execute(writer, null, "PRAGMA journal_mode=WAL");
            SqliteSchema.Execute(writer, null, "PRAGMA synchronous=FULL");
            FileSchema.Ensure(writer, path);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            SqliteSchema.Execute(connection, null, "PRAGMA busy_timeout=5000");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static FileRecord ReadFile(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt32(3), row.GetInt32(4));
}
