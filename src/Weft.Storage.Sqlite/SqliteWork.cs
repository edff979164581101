using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

/// <summary>Statements of one transaction. Their texts are constants of this assembly; values go into <c>$1</c>, <c>$2</c>, and so on.</summary>
internal readonly struct SqliteWork(SqliteConnection connection)
{
    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Reads all rows.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var command = Command(sql, values);
        using var row = command.ExecuteReader();
        var found = new List<T>();
        while (row.Read())
        {
            found.Add(read(row));
        }

        return found;
    }

    /// <summary>Reads the first row, if there is one.</summary>
    public T? First<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
        where T : class
    {
        using var command = Command(sql, values);
        using var row = command.ExecuteReader();
        return row.Read() ? read(row) : null;
    }

    /// <summary>Whether there is any row.</summary>
    public bool Any(string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar() is not null;
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only constants of this assembly come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.Add(new SqliteParameter(FormattableString.Invariant($"${i + 1}"), values[i] ?? DBNull.Value));
        }

        return command;
    }
}
