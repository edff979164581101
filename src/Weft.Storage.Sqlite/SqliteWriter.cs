using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

/// <summary>The writing connection and its log, which are this one's to dispose, and its statements, prepared once. For one thread at a time.</summary>
/// <param name="connection">The connection.</param>
/// <param name="log">What makes commits durable; null when SQLite does that by itself.</param>
internal sealed class SqliteWriter(SqliteConnection connection, SqliteLogFile? log) : IDisposable
{
    private readonly SqliteTransactions _transactions = new(connection, "BEGIN IMMEDIATE");

    private readonly SqliteCommand _find = Command(
        connection, $"SELECT {SqliteRows.Columns} FROM documents WHERE id = $id", "$id");

    private readonly SqliteCommand _create = Command(
        connection,
        """
        INSERT INTO documents (id, title, kind, generation, revision, created, updated)
        VALUES ($id, $title, $kind, $generation, 0, $now, $now)
        """,
        "$id", "$title", "$kind", "$generation", "$now");

    private readonly SqliteCommand _rename = Command(
        connection, "UPDATE documents SET title = $title, updated = $now WHERE number = $number", "$number", "$title", "$now");

    private readonly SqliteCommand _delete = Command(
        connection,
        """
        DELETE FROM log WHERE document = $number;
        DELETE FROM snapshots WHERE document = $number;
        DELETE FROM documents WHERE number = $number;
        """,
        "$number");

    private readonly SqliteStatement _append = new(connection, "INSERT INTO log (document, revision, bytes) VALUES (?1, ?2, ?3)");

    private readonly SqliteStatement _advance = new(connection, "UPDATE documents SET revision = ?2, updated = ?3 WHERE number = ?1");

    private readonly SqliteCommand _snapshot = Command(
        connection,
        """
        INSERT INTO snapshots (document, revision, bytes) VALUES ($number, $revision, $bytes)
        ON CONFLICT (document) DO UPDATE SET revision = excluded.revision, bytes = excluded.bytes
        WHERE excluded.revision >= snapshots.revision
        """,
        "$number", "$revision", "$bytes");

    /// <summary>Does work as one transaction.</summary>
    public T InTransaction<T>(Func<SqliteWriter, T> work)
    {
        var result = _transactions.Run(() => work(this));
        log?.Flush();
        return result;
    }

    /// <summary>Does work as one transaction beside another database, which is named <c>backup</c> in it.</summary>
    public T Attached<T>(string file, Func<SqliteWriter, T> work) => SqliteTransactions.RunBeside(connection, file, () => InTransaction(work));

    /// <summary>Runs the statements that replace everything.</summary>
    /// <returns>How many documents there are then.</returns>
    public int Replace(string statements)
    {
        SqliteSchema.Execute(connection, null, statements);
        using var count = Command(connection, "SELECT count(*) FROM documents");
        return (int)(long)count.ExecuteScalar()!;
    }

    /// <summary>Writes a page and flushes it, though nothing in it changes.</summary>
    public void Touch() => SqliteSchema.Execute(connection, null, SqliteSchema.Touch);

    public SqliteRows.NumberedRecord? Find(string id)
    {
        Bind(_find, id);
        using var row = _find.ExecuteReader();
        return row.Read() ? SqliteRows.ReadRecord(row) : null;
    }

    public DocumentRecord Create(NewDocument document, long now)
    {
        Run(_create, document.Id, document.Title, document.Kind, document.Generation, now);
        return Find(document.Id)!.Record;
    }

    public void Rename(long number, string title, long now) =>
        Run(_rename, number, title, now);

    public void Delete(long number) => Run(_delete, number);

    public void Append(long number, LogAppend append) =>
        _append.Bind(1, number).Bind(2, append.Revision).Bind(3, append.Bytes.Span).Run();

    public void Advance(long number, long revision, long now) =>
        _advance.Bind(1, number).Bind(2, revision).Bind(3, now).Run();

    public void SaveSnapshot(long number, long revision, ReadOnlyMemory<byte> bytes) =>
        Run(_snapshot, number, revision, Array(bytes));

    public void Dispose()
    {
        foreach (var statement in (IDisposable[])[_find, _create, _rename, _delete, _append, _advance, _snapshot, _transactions])
        {
            statement.Dispose();
        }

        connection.Dispose();
        log?.Dispose();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only constants of this class come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        Bind(command, values);
        command.ExecuteNonQuery();
    }

    private static void Bind(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }

    // The driver wants an array; a memory that is a whole array already is not copied.
    private static byte[] Array(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : bytes.ToArray();
}
