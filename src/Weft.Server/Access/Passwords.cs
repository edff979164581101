using Microsoft.AspNetCore.Identity;
using Weft.Storage;

namespace Weft.Server.Access;

/// <summary>
/// Hashes of passwords, by the framework's <see cref="PasswordHasher{TUser}"/> (PBKDF2 with HMAC-SHA512, a salt each). A hash takes a core
/// some tens of milliseconds on purpose, so only half of the cores may be at it at a time: editing goes on while somebody tries passwords.
/// </summary>
internal sealed class Passwords : IDisposable
{
    private readonly PasswordHasher<AccountRecord> _hasher = new();
    private readonly SemaphoreSlim _free = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>What the password of an account that there is not is compared with, so that it takes as long to be wrong.</summary>
    private readonly Lazy<string> _nobody;

    public Passwords() => _nobody = new Lazy<string>(() => _hasher.HashPassword(null!, Secret.New()));

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        RunAsync(() => _hasher.HashPassword(null!, password), cancellationToken);

    /// <summary>Compares a password with an account's.</summary>
    /// <param name="account">The account, or null when there is none: the answer then is no, and takes as long.</param>
    /// <param name="password">The password.</param>
    /// <param name="cancellationToken">Gives up while it waits for its turn.</param>
    public Task<PasswordVerificationResult> VerifyAsync(AccountRecord? account, string password, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            var result = _hasher.VerifyHashedPassword(null!, account?.PasswordHash ?? _nobody.Value, password);
            return account is null ? PasswordVerificationResult.Failed : result;
        },
        cancellationToken);

    public void Dispose() => _free.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }
}
