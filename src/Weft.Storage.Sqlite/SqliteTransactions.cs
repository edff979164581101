using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Weft.Storage.Sqlite;

/// <summary>
/// Transactions of one connection. The driver's own are not used: when the disk fails SQLite ends a transaction by itself, which the driver
/// does not notice, and such a connection never begins another one.
/// </summary>
/// <param name="connection">The connection, which nobody else uses during a transaction.</param>
/// <param name="begin">The statement that begins one.</param>
internal sealed class SqliteTransactions(SqliteConnection connection, string begin) : IDisposable
{
    private readonly SqliteStatement _begin = new(connection, begin);
    private readonly SqliteStatement _commit = new(connection, "COMMIT");
    private readonly SqliteStatement _rollback = new(connection, "ROLLBACK");

    /// <summary>Does work while another database is attached under the name <c>backup</c>.</summary>
    /// <param name="connection">The connection, which nobody else uses meanwhile; no transaction is under way.</param>
    /// <param name="file">The other database.</param>
    /// <param name="work">The work, which makes its own transactions.</param>
    public static T RunBeside<T>(SqliteConnection connection, string file, Func<T> work)
    {
        using (var attach = connection.CreateCommand())
        {
            attach.CommandText = "ATTACH $file AS backup";
            attach.Parameters.AddWithValue("$file", file);
            attach.ExecuteNonQuery();
        }

        try
        {
            return work();
        }
        finally
        {
            SqliteSchema.Execute(connection, null, "DETACH backup");
        }
    }

    /// <summary>Does work as one transaction.</summary>
    /// <param name="work">The work; when it throws, nothing of it was done.</param>
    public T Run<T>(Func<T> work)
    {
        _begin.Run();
        try
        {
            var result = work();
            _commit.Run();
            return result;
        }
        catch when (raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            _rollback.Run();
            throw;
        }
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
    }
}
