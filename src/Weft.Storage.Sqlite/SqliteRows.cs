using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

/// <summary>Turns rows of the documents table into records.</summary>
internal static class SqliteRows
{
    public const string Columns = "number, id, title, kind, generation, revision, created, updated";

    public static NumberedRecord ReadRecord(SqliteDataReader row) =>
        new(row.GetInt64(0), new DocumentRecord(
            row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt64(5),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7))));

    /// <summary>A record with the number that its document has inside the file.</summary>
    internal sealed record NumberedRecord(long Number, DocumentRecord Record);
}
