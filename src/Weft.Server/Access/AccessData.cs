using Weft.Storage;
using Weft.Storage.Sqlite;

namespace Weft.Server.Access;

/// <summary>What is stored about access, from the start of the host until its end.</summary>
internal sealed class AccessData(WeftOptions options, TimeProvider time, AccessSecrets secrets)
{
    private IAccessStore? _store;

    public IAccessStore Store => _store ?? throw new InvalidOperationException("Weft has not started: requests come before the host runs its services.");

    /// <summary>Opens the store and finds the secrets of this start.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (options.Jwt?.FindProblem() is { } problem)
        {
            throw new InvalidOperationException(problem);
        }

        _store = options.AccessStore ?? (options.Store is null ? SqliteAccessStore.Open(options.DataFolder) : new InMemoryAccessStore());
        secrets.Token = options.Access == AccessMode.Token ? options.Token ?? KeptToken() : null;
        secrets.Setup = options.Access == AccessMode.Accounts && !await _store.HasAccountsAsync(cancellationToken).ConfigureAwait(false) ? Secret.New() : null;
        await _store.DeleteExpiredSessionsAsync(time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces accounts and rights by those of a backup, where they are kept in the data folder.</summary>
    /// <param name="file">Those of the backup; it may have none.</param>
    /// <returns>The sessions that have ended by it; null when everything stays as it is.</returns>
    public async Task<IReadOnlyList<string>?> ReplaceAsync(string file)
    {
        if (options.AccessStore is not null || Store is not SqliteAccessStore own || !File.Exists(file))
        {
            return null;
        }

        var ended = await own.ReplaceAllAsync(file, CancellationToken.None).ConfigureAwait(false);
        secrets.Setup = await own.HasAccountsAsync(CancellationToken.None).ConfigureAwait(false) ? null : secrets.Setup;
        return ended;
    }

    public async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _store, null) is { } store && options.AccessStore is null)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Documents kept elsewhere have no folder of ours beside them.
    private string KeptToken() => options.Store is null ? ServerToken.Of(options.DataFolder) : Secret.New();
}
