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
