using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

/// <summary>One connection that one piece of work uses at a time, each in a transaction of its own, on a pool thread: SQLite's calls block.</summary>
internal sealed class SqliteLane(SqliteConnection connection, bool writes) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(1, 1);
    private readonly SqliteTransactions _transactions = new(connection, writes ? "BEGIN IMMEDIATE" : "BEGIN");
    private bool _disposed;

    /// <exception cref="StoreFaultException">The disk is full, or the file cannot be read or written.</exception>
    public Task<T> RunAsync<T>(Func<SqliteWork, T> work, CancellationToken cancellationToken) => UseAsync(
        () => SqliteFaults.Explain(connection.DataSource, () => InTransaction(work)), cancellationToken);

    /// <summary>Does work as one transaction beside another database, which is named <c>backup</c> in it.</summary>
    public Task<T> RunBesideAsync<T>(string file, Func<SqliteWork, T> work, CancellationToken cancellationToken) => UseAsync(
        () => SqliteFaults.Explain(connection.DataSource, () => SqliteTransactions.RunBeside(connection, file, () => InTransaction(work))), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _free.WaitAsync().ConfigureAwait(false);
        try
        {
            _disposed = true;
            _transactions.Dispose();
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    private async Task<T> UseAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    private T InTransaction<T>(Func<SqliteWork, T> work) => _transactions.Run(() => work(new SqliteWork(connection)));
}
