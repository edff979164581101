using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

/// <summary>One read: all its statements see the store as of one moment.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;

    public SqliteReader(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        _transaction = _connection.BeginTransaction(deferred: true);
    }

    public List<DocumentRecord> List()
    {
        using var command = Command($"SELECT {SqliteRows.Columns} FROM documents ORDER BY updated DESC, number DESC");
        using var row = command.ExecuteReader();
        var records = new List<DocumentRecord>();
        while (row.Read())
        {
            records.Add(SqliteRows.ReadRecord(row).Record);
        }

        return records;
    }

    public SqliteRows.NumberedRecord? Find(string id)
    {
        using var command = Command($"SELECT {SqliteRows.Columns} FROM documents WHERE id = $id");
        command.Parameters.AddWithValue("$id", id);
        using var row = command.ExecuteReader();
        return row.Read() ? SqliteRows.ReadRecord(row) : null;
    }

    public StoredSnapshot? Snapshot(long document)
    {
        using var command = Command("SELECT revision, bytes FROM snapshots WHERE document = $document");
        command.Parameters.AddWithValue("$document", document);
        using var row = command.ExecuteReader();
        return row.Read() ? new StoredSnapshot(row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : null;
    }

    /// <summary>Entries after a revision; a negative limit means all.</summary>
    public List<LogEntry> Log(long document, long after, int limit)
    {
        using var command = Command(
            "SELECT revision, bytes FROM log WHERE document = $document AND revision > $after ORDER BY revision LIMIT $limit");
        command.Parameters.AddWithValue("$document", document);
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$limit", limit);
        using var row = command.ExecuteReader();
        var entries = new List<LogEntry>();
        while (row.Read())
        {
            entries.Add(new LogEntry(row.GetInt64(0), row.GetFieldValue<byte[]>(1)));
        }

        return entries;
    }

    public StoreUse Measure()
    {
        using var command = Command(
            "SELECT (SELECT count(*) FROM documents), (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)");
        using var row = command.ExecuteReader();
        row.Read();
        return new StoreUse(row.GetInt64(0), row.GetInt64(1));
    }

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.Transaction = _transaction;
#pragma warning disable CA2100 // Only constants of this class come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
