using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

/// <summary>The tables of the database of files, and the version of their layout that it carries.</summary>
internal static class FileSchema
{
    /// <summary>The layout that this program writes.</summary>
    public const long Version = 1;

    // unlinked: since when no document has the file, in milliseconds; null while one has.
    private const string Tables = """
        CREATE TABLE files (
            hash TEXT PRIMARY KEY,
            type TEXT NOT NULL,
            size INTEGER NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            unlinked INTEGER) WITHOUT ROWID;
        CREATE INDEX files_by_age ON files (unlinked) WHERE unlinked IS NOT NULL;
        CREATE TABLE links (
            document TEXT NOT NULL,
            hash TEXT NOT NULL,
            PRIMARY KEY (document, hash)) WITHOUT ROWID;
        CREATE INDEX links_of_file ON links (hash);
        """;

    /// <summary>Creates the tables in an empty file, and refuses a file of a newer program.</summary>
    public static void Ensure(SqliteConnection connection, string path) => SqliteSchema.Ensure(connection, path, Version, Tables);
}
