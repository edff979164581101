using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

public sealed partial class SqliteAccessStore
{
    private const string AccountColumns = "id, name, email, password, is_admin, created, color";

    /// <inheritdoc/>
    public Task<AccountOutcome> CreateAccountAsync(AccountRecord account, bool mustBeFirst, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return WriteAsync(
            work =>
            {
                if (mustBeFirst && work.Any("SELECT 1 FROM accounts"))
                {
                    return AccountOutcome.NotFirst;
                }

                var nameKey = AccountRecord.KeyOf(account.Name);
                var emailKey = account.Email is null ? null : AccountRecord.KeyOf(account.Email);
                if (work.Any("SELECT 1 FROM accounts WHERE name_key = $1", nameKey))
                {
                    return AccountOutcome.NameTaken;
                }

                if (work.Any("SELECT 1 FROM accounts WHERE email_key = $1", emailKey))
                {
                    return AccountOutcome.EmailTaken;
                }

                work.Execute(
                    """
                    INSERT INTO accounts (id, name, name_key, email, email_key, password, is_admin, created, color)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                    """,
                    account.Id, account.Name, nameKey, account.Email, emailKey, account.PasswordHash, account.IsAdmin, ToMilliseconds(account.Created), account.Color);
                return AccountOutcome.Created;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AccountRecord?> FindAccountAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(work => work.First($"SELECT {AccountColumns} FROM accounts WHERE id = $1", ReadAccount, id), cancellationToken);

    /// <inheritdoc/>
    public Task<AccountRecord?> FindAccountByNameAsync(string nameOrEmail, CancellationToken cancellationToken)
    {
        var key = AccountRecord.KeyOf(nameOrEmail);
        return ReadAsync(
            work => work.First($"SELECT {AccountColumns} FROM accounts WHERE name_key = $1 OR email_key = $1", ReadAccount, key), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AccountRecord>> ListAccountsAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<AccountRecord>>(work => work.Query($"SELECT {AccountColumns} FROM accounts ORDER BY number", ReadAccount), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> HasAccountsAsync(CancellationToken cancellationToken) => ReadAsync(work => work.Any("SELECT 1 FROM accounts"), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> SetPasswordAsync(string id, string passwordHash, CancellationToken cancellationToken) =>
        WriteAsync(work => work.Execute("UPDATE accounts SET password = $2 WHERE id = $1", id, passwordHash) > 0, cancellationToken);

    /// <inheritdoc/>
    public Task<ProfileOutcome> SetProfileAsync(string id, string name, string? color, CancellationToken cancellationToken)
    {
        var key = AccountRecord.KeyOf(name);
        return WriteAsync(
            work => work.Any("SELECT 1 FROM accounts WHERE name_key = $1 AND id <> $2", key, id) ? ProfileOutcome.NameTaken
                : work.Execute("UPDATE accounts SET name = $2, name_key = $3, color = $4 WHERE id = $1", id, name, key, color) > 0 ? ProfileOutcome.Done
                : ProfileOutcome.Unknown,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<MemberOutcome> SetServerAdminAsync(string id, bool isAdmin, CancellationToken cancellationToken) => WriteAsync(
        work => !isAdmin && work.Any("SELECT 1 FROM accounts WHERE id = $1 AND is_admin", id) && !work.Any("SELECT 1 FROM accounts WHERE id <> $1 AND is_admin", id)
            ? MemberOutcome.LastOfRole
            : work.Execute("UPDATE accounts SET is_admin = $2 WHERE id = $1", id, isAdmin) > 0 ? MemberOutcome.Done : MemberOutcome.Unknown,
        cancellationToken);

    private static AccountRecord ReadAccount(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), TextAt(row, 2), row.GetString(3), row.GetBoolean(4), TimeAt(row, 5)) { Color = TextAt(row, 6) };
}
