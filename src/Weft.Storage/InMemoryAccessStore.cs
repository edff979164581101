namespace Weft.Storage;

/// <summary>Accounts and sessions that are forgotten when the process ends: for tests, demonstrations and embedding.</summary>
public sealed partial class InMemoryAccessStore : IAccessStore
{
    private readonly Lock _lock = new();
    private readonly List<AccountRecord> _accounts = [];
    private readonly OrderedDictionary<string, SessionRecord> _sessions = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<AccountOutcome> CreateAccountAsync(AccountRecord account, bool mustBeFirst, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var outcome = Judge_NeedsLock(account, mustBeFirst);
            if (outcome == AccountOutcome.Created)
            {
                _accounts.Add(account);
            }

            return Task.FromResult(outcome);
        }
    }

    /// <inheritdoc/>
    public Task<AccountRecord?> FindAccountAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_accounts.Find(a => string.Equals(a.Id, id, StringComparison.Ordinal)));
        }
    }

    /// <inheritdoc/>
    public Task<AccountRecord?> FindAccountByNameAsync(string nameOrEmail, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_accounts.Find(a => IsSame(a.Name, nameOrEmail) || IsSame(a.Email, nameOrEmail)));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AccountRecord>> ListAccountsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<AccountRecord>>([.. _accounts]);
        }
    }

    /// <inheritdoc/>
    public Task<bool> HasAccountsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_accounts.Count > 0);
        }
    }

    /// <inheritdoc/>
    public Task<bool> SetPasswordAsync(string id, string passwordHash, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var at = _accounts.FindIndex(a => string.Equals(a.Id, id, StringComparison.Ordinal));
            if (at >= 0)
            {
                _accounts[at] = _accounts[at] with { PasswordHash = passwordHash };
            }

            return Task.FromResult(at >= 0);
        }
    }

    /// <inheritdoc/>
    public Task<ProfileOutcome> SetProfileAsync(string id, string name, string? color, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var at = _accounts.FindIndex(a => string.Equals(a.Id, id, StringComparison.Ordinal));
            if (at < 0)
            {
                return Task.FromResult(ProfileOutcome.Unknown);
            }

            if (_accounts.Where((_, other) => other != at).Any(a => IsSame(a.Name, name)))
            {
                return Task.FromResult(ProfileOutcome.NameTaken);
            }

            _accounts[at] = _accounts[at] with { Name = name, Color = color };
            return Task.FromResult(ProfileOutcome.Done);
        }
    }

    /// <inheritdoc/>
    public Task<MemberOutcome> SetServerAdminAsync(string id, bool isAdmin, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var at = _accounts.FindIndex(a => string.Equals(a.Id, id, StringComparison.Ordinal));
            if (at < 0)
            {
                return Task.FromResult(MemberOutcome.Unknown);
            }

            if (!isAdmin && _accounts[at].IsAdmin && _accounts.Count(a => a.IsAdmin) == 1)
            {
                return Task.FromResult(MemberOutcome.LastOfRole);
            }

            _accounts[at] = _accounts[at] with { IsAdmin = isAdmin };
            return Task.FromResult(MemberOutcome.Done);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static bool IsSame(string? one, string? other) =>
        one is not null && other is not null && string.Equals(AccountRecord.KeyOf(one), AccountRecord.KeyOf(other), StringComparison.Ordinal);

    private AccountOutcome Judge_NeedsLock(AccountRecord account, bool mustBeFirst)
    {
        if (mustBeFirst && _accounts.Count > 0)
        {
            return AccountOutcome.NotFirst;
        }

        if (_accounts.Exists(a => IsSame(a.Name, account.Name)))
        {
            return AccountOutcome.NameTaken;
        }

        return _accounts.Exists(a => IsSame(a.Email, account.Email)) ? AccountOutcome.EmailTaken : AccountOutcome.Created;
    }
}
