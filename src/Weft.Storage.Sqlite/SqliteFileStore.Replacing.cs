namespace Weft.Storage.Sqlite;

/// <summary>Bringing the files of a backup back.</summary>
public sealed partial class SqliteFileStore
{
    private const string Addition = """
        INSERT INTO files (hash, type, size, width, height)
            SELECT hash, type, size, width, height FROM backup.files WHERE hash IN (SELECT hash FROM backup.links)
            ON CONFLICT (hash) DO UPDATE SET unlinked = NULL;
        INSERT OR IGNORE INTO links (document, hash) SELECT document, hash FROM backup.links;
        """;

    /// <summary>
    /// Adds the files of a backup, so that its documents have them once they are there. Nothing is taken away: what documents had since then
    /// goes when they do.
    /// </summary>
    /// <param name="staging">A folder as <see cref="Backups.DataFolderRestore.Stage"/> leaves it; its files are moved. It may have none.</param>
    /// <returns>Completes when they are there.</returns>
    /// <exception cref="StoreFaultException">The disk is full, or something cannot be read or written.</exception>
    public async Task AddAllAsync(string staging)
    {
        ArgumentNullException.ThrowIfNull(staging);
        var database = Path.Combine(staging, FileName);
        if (!File.Exists(database))
        {
            return;
        }

        await _placing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            _folder.TakeAll(Path.Combine(staging, FolderName));
            await _writes.RunBesideAsync(database, work => work.Execute(Addition), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _placing.Release();
        }
    }

    /// <summary>Brings a database that nobody uses to this program's layout, and leaves one file.</summary>
    internal static void Renew(string path) => SqliteFaults.Explain(path, () =>
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = OpenWriter(path);
        SqliteSchema.Execute(connection, null, "PRAGMA journal_mode=DELETE");
        return true;
    });

    /// <summary>The files that documents have by a database that nobody writes.</summary>
    internal static IReadOnlyList<string> HashesIn(string path) => SqliteFaults.Explain(path, () =>
    {
        using var connection = Connect(path);
        return new SqliteWork(connection).Query("SELECT DISTINCT hash FROM links ORDER BY hash", row => row.GetString(0));
    });
}
