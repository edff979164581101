using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

/// <summary>
/// Documents in one SQLite file. One connection writes (write-ahead log, flushed with each commit: a commit that returned survives a loss of
/// power); any number of connections read beside it. One process at a time may have the file open.
/// </summary>
public sealed partial class SqliteDocumentStore : IDocumentStore
{
    /// <summary>The database's name inside the data folder.</summary>
    public const string FileName = "weft.db";

    private readonly TimeProvider _time;
    private readonly string _path;
    private readonly FileStream _lockFile;
    private readonly SqliteWriter _writer;
    private readonly string _readConnection;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private bool _disposed;

    private SqliteDocumentStore(FileStream lockFile, SqliteConnection writer, string path, TimeProvider time)
    {
        _path = path;
        _lockFile = lockFile;
        SqliteLogFile? log = null;
        if (SqliteLogFile.IsSupported)
        {
            SqliteSchema.Execute(writer, null, "PRAGMA synchronous=NORMAL");
            log = new SqliteLogFile(path);
        }

        _writer = new SqliteWriter(writer, log);
        _readConnection = ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: true);
        _time = time;
    }

    /// <summary>Opens the store in a folder, creating both when they are not there.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="time">Tells when documents are created and changed.</param>
    /// <returns>The store; the caller disposes it.</returns>
    /// <exception cref="NewerSchemaException">The file was written by a newer program.</exception>
    /// <exception cref="StoreInUseException">Another process has it open.</exception>
    /// <exception cref="IOException">The folder cannot be created or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be created or written.</exception>
    /// <exception cref="StoreFaultException">The file is not a database, is damaged, or the disk is full.</exception>
    public static SqliteDocumentStore Open(string folder, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(time);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(Path.GetFullPath(folder), FileName);
        var lockFile = Lock(path + ".lock");
        try
        {
            var missing = SqliteFileCheck.MissingBytes(path);
            return SqliteFaults.Explain(path, () => new SqliteDocumentStore(lockFile, OpenWriter(path, missing), path, time));
        }
        catch
        {
            lockFile.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            using (var pooled = new SqliteConnection(_readConnection))
            {
                SqliteConnection.ClearPool(pooled);
            }

            _writer.Dispose();
            await _lockFile.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static SqliteConnection OpenWriter(string path, long missingBytes)
    {
        SQLitePCL.Batteries_V2.Init();
        var writer = new SqliteConnection(ConnectionString(path, SqliteOpenMode.ReadWriteCreate, pooling: false));
        try
        {
            writer.Open();
            SqliteSchema.Execute(writer, null, "PRAGMA busy_timeout=5000");
            SqliteSchema.Execute(writer, null, "PRAGMA journal_mode=WAL");
            SqliteSchema.Execute(writer, null, "PRAGMA synchronous=FULL");
            SqliteSchema.Execute(writer, null, "PRAGMA cache_size=-16384"); // 16 MiB: the last pages of some thousand documents that are written to.
            if (missingBytes > 0)
            {
                SqliteFileCheck.Check(writer, path, missingBytes);
            }

            SqliteSchema.Ensure(writer, path);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private static string ConnectionString(string path, SqliteOpenMode mode, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = pooling, DefaultTimeout = 5 }.ToString();

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsLocked(exception))
        {
            throw new StoreInUseException(path, exception);
        }
    }

    // What the system says of a file that another process has locked: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static bool IsLocked(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    // SQLite's calls block, so they run on pool threads of their own instead of the caller's.
    private Task<T> WriteAsync<T>(Func<SqliteWriter, T> work, CancellationToken cancellationToken) =>
        Task.Run(() => WriteHereAsync(work, cancellationToken), cancellationToken);

    // On the caller's thread: appends come from the one loop of the commit queue, which has nothing else to do meanwhile.
    private async Task<T> WriteHereAsync<T>(Func<SqliteWriter, T> work, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return SqliteFaults.Explain(_path, () => _writer.InTransaction(work));
        }
        finally
        {
            _writing.Release();
        }
    }

    private Task<T> ReadAsync<T>(Func<SqliteReader, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Task.Run(
            () => SqliteFaults.Explain(_path, () =>
            {
                using var reader = new SqliteReader(_readConnection);
                return work(reader);
            }),
            cancellationToken);
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
