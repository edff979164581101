using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

/// <summary>Replacing all documents by those of a backup.</summary>
public sealed partial class SqliteDocumentStore
{
    private const string Replacement = """
        DELETE FROM log;
        DELETE FROM snapshots;
        DELETE FROM documents;
        INSERT INTO documents (number, id, title, kind, generation, revision, created, updated)
            SELECT number, id, title, kind, generation, revision, created, updated FROM backup.documents;
        INSERT INTO log (document, revision, bytes) SELECT document, revision, bytes FROM backup.log;
        INSERT INTO snapshots (document, revision, bytes) SELECT document, revision, bytes FROM backup.snapshots;
        """;

    /// <summary>
    /// Replaces all documents in one transaction: after a crash there are either the former ones or the new ones. Nobody may have a document
    /// open. Other writes wait.
    /// </summary>
    /// <param name="file">A database of documents as <see cref="Backups.DataFolderRestore.Stage"/> leaves it.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>How many documents there are now.</returns>
    /// <exception cref="StoreFaultException">The disk is full, or one of the files cannot be read or written.</exception>
    public async Task<int> ReplaceAllAsync(string file, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return await Task.Run(() => SqliteFaults.Explain(_path, () => _writer.Attached(file, writer => writer.Replace(Replacement))), CancellationToken.None)
                .ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Brings a database that nobody uses to this program's layout, gives every document another generation, and leaves one file.</summary>
    internal static void Renew(string path, Func<string> newGeneration) => SqliteFaults.Explain(path, () =>
    {
        using var connection = OpenWriter(path, SqliteFileCheck.MissingBytes(path));
        using (var transaction = connection.BeginTransaction(deferred: false))
        {
            foreach (var number in Numbers(connection, transaction))
            {
                using var update = connection.CreateCommand();
                update.Transaction = transaction;
                update.CommandText = "UPDATE documents SET generation = $generation WHERE number = $number";
                update.Parameters.AddWithValue("$generation", newGeneration());
                update.Parameters.AddWithValue("$number", number);
                update.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        SqliteSchema.Execute(connection, null, "PRAGMA journal_mode=DELETE");
        return true;
    });

    private static List<long> Numbers(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT number FROM documents";
        using var row = command.ExecuteReader();
        var numbers = new List<long>();
        while (row.Read())
        {
            numbers.Add(row.GetInt64(0));
        }

        return numbers;
    }
}
