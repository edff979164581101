using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

/// <summary>
/// Accounts, sessions, and who may do what, in an SQLite file of their own beside the documents: a copy of the documents can be handed on
/// without them. The document store's lock keeps a second process out of the folder.
/// </summary>
public sealed partial class SqliteAccessStore : IAccessStore
{
    /// <summary>The database's name inside the data folder.</summary>
    public const string FileName = "access.db";

    private readonly SqliteLane _reads;
    private readonly SqliteLane _writes;

    private SqliteAccessStore(SqliteLane reads, SqliteLane writes)
    {
        _reads = reads;
        _writes = writes;
    }

    /// <summary>Opens the store in a folder, creating both when they are not there. Only the server's own user may read the file.</summary>
    /// <param name="folder">The data folder.</param>
    /// <returns>The store; the caller disposes it.</returns>
    /// <exception cref="NewerSchemaException">The file was written by a newer program.</exception>
    /// <exception cref="IOException">The folder cannot be created or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be created or written.</exception>
    /// <exception cref="StoreFaultException">The file cannot be written, is not a database, is damaged, or the disk is full.</exception>
    public static SqliteAccessStore Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(Path.GetFullPath(folder), FileName);
        CreateForOwnerOnly(path);
        SQLitePCL.Batteries_V2.Init();
        return SqliteFaults.Explain(path, () => Open(Connect(path), path));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _reads.DisposeAsync().ConfigureAwait(false);
        await _writes.DisposeAsync().ConfigureAwait(false);
    }

    private static SqliteAccessStore Open(SqliteConnection writer, string path)
    {
        try
        {
            SqliteSchema.Execute(writer, null, "PRAGMA journal_mode=WAL");
            SqliteSchema.Execute(writer, null, "PRAGMA synchronous=FULL");
            AccessSchema.Ensure(writer, path);
            return new SqliteAccessStore(new SqliteLane(Connect(path), writes: false), new SqliteLane(writer, writes: true));
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    // SQLite gives the files beside the database, its log, the same mode.
    private static void CreateForOwnerOnly(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 5 }.ToString());
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

    private Task<T> ReadAsync<T>(Func<SqliteWork, T> work, CancellationToken cancellationToken) => _reads.RunAsync(work, cancellationToken);

    private Task<T> WriteAsync<T>(Func<SqliteWork, T> work, CancellationToken cancellationToken) => _writes.RunAsync(work, cancellationToken);

    private static long ToMilliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static DateTimeOffset TimeAt(SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    private static string? TextAt(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
