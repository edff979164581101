using Microsoft.AspNetCore.Http;
using Weft.Storage;

namespace Weft.Server.Access;

/// <summary>Sessions: made at sign-in, found by their token, ended by whoever may.</summary>
internal sealed class Sessions(WeftOptions options, AccessData data, AccessChanges changes, TimeProvider time, IdSource ids)
{
    private const string OfToken = "token";
    private const string OfAccount = "account";
    private const string OfGuest = "guest";
    private const string OfVisitor = "visitor";

    /// <summary>How exactly it is known when a session was last used: finer would be a write for each request.</summary>
    private static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(1);

    private const int MaxAgentLength = 200;

    public static bool IsOfServerToken(SessionRecord session) => string.Equals(session.Kind, OfToken, StringComparison.Ordinal);

    /// <summary>Whether a session was made with this very token. Such a session's name is the token's hash.</summary>
    public static bool IsOfServerToken(SessionRecord session, string token) => session.Name is { } hash && Secret.AreSame(hash, Secret.Hash(token));

    /// <summary>Who a session remembers where the server has no accounts; null for a session of another sort.</summary>
    public static Visitor? VisitorOf(SessionRecord session) => string.Equals(session.Kind, OfVisitor, StringComparison.Ordinal) ? Visitor.Parse(session.Name) : null;

    public Task<SignedIn> OfVisitorAsync(Visitor visitor, HttpContext context) => CreateAsync(OfVisitor, account: null, visitor.ToText(), [], context);

    public Task<SignedIn> OfServerTokenAsync(string token, HttpContext context) => CreateAsync(OfToken, account: null, Secret.Hash(token), [], context);

    public Task<SignedIn> OfAccountAsync(AccountRecord account, IReadOnlyList<string> links, HttpContext context) =>
        CreateAsync(OfAccount, account.Id, name: null, links, context);

    /// <summary>A session for somebody whom nothing but a share link is known of.</summary>
    public Task<SignedIn> OfGuestAsync(string? name, string link, HttpContext context) => CreateAsync(OfGuest, account: null, name, [link], context);

    /// <summary>Adds a share link to a session that there is.</summary>
    /// <returns>The session as it is now; null when it has ended.</returns>
    public async Task<bool> AddLinkAsync(string session, string link, CancellationToken cancellationToken)
    {
        if (!await data.Store.AddSessionLinkAsync(session, link, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        changes.Tell(new AccessChange.SessionChanged(session, link));
        return true;
    }

    /// <summary>The session of a token; null when there is none, or it has expired.</summary>
    public async Task<SessionRecord?> FindAsync(string token, CancellationToken cancellationToken) =>
        await data.Store.FindSessionAsync(Secret.Hash(token), cancellationToken).ConfigureAwait(false) is { } session && session.Expires > time.GetUtcNow()
            ? session
            : null;

    public async Task TouchAsync(SessionRecord session, HttpContext context)
    {
        var now = time.GetUtcNow();
        if (now - session.LastSeen >= TouchInterval)
        {
            await data.Store.TouchSessionAsync(session.Id, now, AddressOf(context), AgentOf(context), CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a session, and whatever goes on in it.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> EndAsync(string session)
    {
        if (!await data.Store.DeleteSessionAsync(session, CancellationToken.None).ConfigureAwait(false))
        {
            return false;
        }

        changes.Tell(new AccessChange.SessionEnded(session));
        return true;
    }

    /// <summary>Ends all sessions of an account but one.</summary>
    public async Task EndOthersAsync(string account, string? but)
    {
        foreach (var session in await data.Store.ListSessionsAsync(account, CancellationToken.None).ConfigureAwait(false))
        {
            if (!string.Equals(session.Id, but, StringComparison.Ordinal))
            {
                await EndAsync(session.Id).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The sessions of an account that have not expired, the newest first.</summary>
    public async Task<IReadOnlyList<SessionRecord>> ListAsync(string account, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return [.. (await data.Store.ListSessionsAsync(account, cancellationToken).ConfigureAwait(false)).Where(s => s.Expires > now)];
    }

    private async Task<SignedIn> CreateAsync(string kind, string? account, string? name, IReadOnlyList<string> links, HttpContext context)
    {
        var now = time.GetUtcNow();
        var token = Secret.New();
        var session = new SessionRecord(
            ids.NewId(), Secret.Hash(token), kind, account, name, now, now + options.SessionLifetime, now, AddressOf(context), AgentOf(context), links);
        await data.Store.DeleteExpiredSessionsAsync(now, CancellationToken.None).ConfigureAwait(false);
        await data.Store.CreateSessionAsync(session, CancellationToken.None).ConfigureAwait(false);
        return new SignedIn(session, token);
    }

    private static string? AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();

    private static string? AgentOf(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        return agent.Length == 0 ? null : agent[..Math.Min(agent.Length, MaxAgentLength)];
    }
}
