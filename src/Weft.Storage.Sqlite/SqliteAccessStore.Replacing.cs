namespace Weft.Storage.Sqlite;

/// <summary>Replacing accounts and rights by those of a backup.</summary>
public sealed partial class SqliteAccessStore
{
    private const string Replacement = """
        DELETE FROM accounts;
        DELETE FROM members;
        DELETE FROM links;
        DELETE FROM authors;
        INSERT INTO accounts (number, id, name, name_key, email, email_key, password, is_admin, created, color)
            SELECT number, id, name, name_key, email, email_key, password, is_admin, created, color FROM backup.accounts;
        INSERT INTO members (number, document, account, role, can_run) SELECT number, document, account, role, can_run FROM backup.members;
        INSERT INTO links (number, id, secret_hash, document, role, can_run, created, expires, label)
            SELECT number, id, secret_hash, document, role, can_run, created, expires, label FROM backup.links;
        INSERT INTO authors (number, document, client, caller, name, first_seen) SELECT number, document, client, caller, name, first_seen FROM backup.authors;
        """;

    private const string Orphans = "FROM sessions WHERE account IS NOT NULL AND account NOT IN (SELECT id FROM accounts)";

    private const string Cleaning = $"""
        DELETE {Orphans};
        DELETE FROM session_links WHERE session NOT IN (SELECT id FROM sessions);
        """;

    /// <summary>
    /// Replaces accounts, memberships, share links and authors in one transaction: after a crash there are either the former ones or the new
    /// ones. Sessions stay as they are, but for those of accounts that are no more.
    /// </summary>
    /// <param name="file">A database of access as <see cref="Backups.DataFolderRestore.Stage"/> leaves it.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>The sessions that have ended by it.</returns>
    /// <exception cref="StoreFaultException">The disk is full, or one of the files cannot be read or written.</exception>
    public async Task<IReadOnlyList<string>> ReplaceAllAsync(string file, CancellationToken cancellationToken) =>
        await _writes.RunBesideAsync(file, Replace, cancellationToken).ConfigureAwait(false);

    /// <summary>Brings a database that nobody uses to this program's layout, ends the sessions in it, and leaves one file.</summary>
    internal static void Renew(string path) => SqliteFaults.Explain(path, () =>
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = Connect(path);
        AccessSchema.Ensure(connection, path);
        SqliteSchema.Execute(connection, null, "DELETE FROM session_links; DELETE FROM sessions");
        SqliteSchema.Execute(connection, null, "PRAGMA journal_mode=DELETE");
        return true;
    });

    private static List<string> Replace(SqliteWork work)
    {
        work.Execute(Replacement);
        var ended = work.Query($"SELECT id {Orphans}", row => row.GetString(0));
        work.Execute(Cleaning);
        return ended;
    }
}
