namespace Weft.Storage;

/// <summary>
/// Accounts and their sessions. Every method may be called from any thread at any time. A method that returns normally has its effect on
/// disk, where the store has one. Times are kept to the millisecond.
/// </summary>
public interface IAccessStore : IDocumentRightsStore, IAsyncDisposable
{
    /// <summary>Makes an account.</summary>
    /// <param name="account">The account; its id must be new.</param>
    /// <param name="mustBeFirst">Makes it only when there is no other.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>What became of it.</returns>
    Task<AccountOutcome> CreateAccountAsync(AccountRecord account, bool mustBeFirst, CancellationToken cancellationToken);

    /// <summary>An account by its id.</summary>
    /// <param name="id">The account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The account, or null when there is none.</returns>
    Task<AccountRecord?> FindAccountAsync(string id, CancellationToken cancellationToken);

    /// <summary>An account by its name or e-mail address, capital letters or not.</summary>
    /// <param name="nameOrEmail">Either.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The account, or null when there is none.</returns>
    Task<AccountRecord?> FindAccountByNameAsync(string nameOrEmail, CancellationToken cancellationToken);

    /// <summary>All accounts, the oldest first.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The accounts.</returns>
    Task<IReadOnlyList<AccountRecord>> ListAccountsAsync(CancellationToken cancellationToken);

    /// <summary>Whether there is any account.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there is.</returns>
    Task<bool> HasAccountsAsync(CancellationToken cancellationToken);

    /// <summary>Gives an account another password.</summary>
    /// <param name="id">The account.</param>
    /// <param name="passwordHash">The new hash.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Whether there is such an account.</returns>
    Task<bool> SetPasswordAsync(string id, string passwordHash, CancellationToken cancellationToken);

    /// <summary>Gives an account another name and another colour.</summary>
    /// <param name="id">The account.</param>
    /// <param name="name">The new name, which no other account has; it may be the one that it has.</param>
    /// <param name="color">The new colour; null for none.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>What became of it.</returns>
    Task<ProfileOutcome> SetProfileAsync(string id, string name, string? color, CancellationToken cancellationToken);

    /// <summary>Says whether an account looks after the server. Somebody always does: the last one that does so stays.</summary>
    /// <param name="id">The account.</param>
    /// <param name="isAdmin">Whether it is to look after the server.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>What became of it.</returns>
    Task<MemberOutcome> SetServerAdminAsync(string id, bool isAdmin, CancellationToken cancellationToken);

    /// <summary>Stores a new session with its links.</summary>
    /// <param name="session">The session; its id and token hash must be new.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Completes when it is stored.</returns>
    Task CreateSessionAsync(SessionRecord session, CancellationToken cancellationToken);

    /// <summary>A session by the hash of its token, expired or not.</summary>
    /// <param name="tokenHash">The hash.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session, or null when there is none.</returns>
    Task<SessionRecord?> FindSessionAsync(string tokenHash, CancellationToken cancellationToken);

    /// <summary>Whether there is a session, expired or not.</summary>
    /// <param name="id">The session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there is.</returns>
    Task<bool> HasSessionAsync(string id, CancellationToken cancellationToken);

    /// <summary>The sessions of an account, the newest first, expired or not.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The sessions.</returns>
    Task<IReadOnlyList<SessionRecord>> ListSessionsAsync(string account, CancellationToken cancellationToken);

    /// <summary>The sessions in which a share link was redeemed, the newest first.</summary>
    /// <param name="link">The link.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The sessions.</returns>
    Task<IReadOnlyList<SessionRecord>> ListSessionsOfLinkAsync(string link, CancellationToken cancellationToken);

    /// <summary>Notes that a session is in use. Nothing happens when there is no such session.</summary>
    /// <param name="id">The session.</param>
    /// <param name="seen">When.</param>
    /// <param name="address">From where.</param>
    /// <param name="agent">By which program.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Completes when it is stored.</returns>
    Task TouchSessionAsync(string id, DateTimeOffset seen, string? address, string? agent, CancellationToken cancellationToken);

    /// <summary>Gives the holder of a session another name.</summary>
    /// <param name="id">The session.</param>
    /// <param name="name">The new name.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Whether there is such a session.</returns>
    Task<bool> SetSessionNameAsync(string id, string name, CancellationToken cancellationToken);

    /// <summary>Adds a share link to those that a session has redeemed; it may have it already.</summary>
    /// <param name="id">The session.</param>
    /// <param name="link">The link.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Whether there is such a session.</returns>
    Task<bool> AddSessionLinkAsync(string id, string link, CancellationToken cancellationToken);

    /// <summary>Ends a session.</summary>
    /// <param name="id">The session.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteSessionAsync(string id, CancellationToken cancellationToken);

    /// <summary>Deletes the sessions that have expired.</summary>
    /// <param name="now">Those that end at this moment or before.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Completes when they are gone.</returns>
    Task DeleteExpiredSessionsAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
