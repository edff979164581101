using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

/// <summary>The tables, and the version of their layout that a file carries.</summary>
internal static class SqliteSchema
{
    /// <summary>The layout that this program writes.</summary>
    public const long Version = 1;

    /// <summary>Writes a page, though nothing in it changes.</summary>
    public const string Touch = "UPDATE schema_version SET version = version";

    // Documents are numbered inside the file so that each log row carries 8 bytes and not the whole id.
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS documents (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            kind TEXT NOT NULL,
            generation TEXT NOT NULL,
            revision INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS log (
            document INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (document, revision)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS snapshots (
            document INTEGER PRIMARY KEY,
            revision INTEGER NOT NULL,
            bytes BLOB NOT NULL);
        """;

    /// <summary>Creates the tables in an empty file, and refuses a file of a newer program.</summary>
    public static void Ensure(SqliteConnection connection, string path) => Ensure(connection, path, Version, Tables);

    /// <summary>Creates tables in an empty file, and refuses a file of a newer program.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="path">The file.</param>
    /// <param name="version">The layout that this program writes.</param>
    /// <param name="tables">The statements that make it.</param>
    public static void Ensure(SqliteConnection connection, string path, long version, params ReadOnlySpan<string> tables)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        Execute(connection, transaction, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
        using var read = connection.CreateCommand();
        read.Transaction = transaction;
        read.CommandText = "SELECT max(version) FROM schema_version";
        var found = read.ExecuteScalar() as long?;
        if (found > version)
        {
            throw new NewerSchemaException(path, found.Value, version);
        }

        if (found is null)
        {
            foreach (var table in tables)
            {
                Execute(connection, transaction, table);
            }

            using var insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = "INSERT INTO schema_version (version) VALUES ($version)";
            insert.Parameters.AddWithValue("$version", version);
            insert.ExecuteNonQuery();
        }

        // SQLite opens a file that may only be read without a word, and even begins to write it: only a write tells.
        Execute(connection, transaction, Touch);
        transaction.Commit();
    }

    public static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Only constants of this assembly come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
