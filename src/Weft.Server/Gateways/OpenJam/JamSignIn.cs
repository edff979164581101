using Microsoft.AspNetCore.Http;
using Weft.Server.Access;
using Weft.Storage;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>
/// Who is at OpenJam's gateway: by a token in the <c>Authorization</c> header, in the address' query or in OpenJam's cookie, in this order. It is
/// a token of Weft's sessions, so an account works in both apps, and what ends a session ends it in both.
/// </summary>
internal sealed class JamSignIn(ICallerSource source, Callers callers, Sessions sessions, AccessData data, WeftOptions options, TimeProvider time)
{
    /// <summary>OpenJam's cookie.</summary>
    public const string Cookie = "wb_session";

    private const string Bearer = "Bearer ";

    /// <summary>The token that a request shows for its page's own requests; null for none.</summary>
    public static string? TokenOf(HttpRequest request) =>
        SentOf(request) ?? (request.Cookies.TryGetValue(Cookie, out var cookie) && cookie.Length > 0 ? cookie : null);

    /// <summary>The token that was sent on purpose: the socket takes no cookie.</summary>
    public static string? SentOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.Ordinal) ? authorization[Bearer.Length..].Trim()
            : request.Query["token"] is [{ Length: > 0 } query] ? query
            : null;
    }

    /// <summary>Whose a token is; null for nobody's, also when it is not valid any more.</summary>
    public async Task<JamUser?> FindAsync(HttpContext context, string? token)
    {
        if (options.MapPrincipal is not null && await source.OfRequestAsync(context).ConfigureAwait(false) is { Kind: CallerKind.External } external)
        {
            return Of(external);
        }

        if (token is null)
        {
            return null;
        }

        if (await sessions.FindAsync(token, context.RequestAborted).ConfigureAwait(false) is { } session)
        {
            await sessions.TouchAsync(session, context).ConfigureAwait(false);
            return await OfSessionAsync(session, context.RequestAborted).ConfigureAwait(false);
        }

        // An open server takes any token for anyone's: here a token says who it is.
        return await source.OfTokenAsync(token, context.RequestAborted).ConfigureAwait(false) is { Caller: { Kind: not CallerKind.Anyone } caller } ? Of(caller) : null;
    }

    /// <summary>Whom a session stands for.</summary>
    public async Task<JamUser?> OfSessionAsync(SessionRecord session, CancellationToken cancellationToken)
    {
        if (await callers.OfSessionAsync(session, cancellationToken).ConfigureAwait(false) is not { } caller)
        {
            return null;
        }

        if (Sessions.VisitorOf(session) is { } visitor)
        {
            return new JamUser(JamUser.IdOf(visitor.Email), visitor.Email, visitor.Name, visitor.Color, caller, session.Created);
        }

        return caller.Account is { } id && await data.Store.FindAccountAsync(id, cancellationToken).ConfigureAwait(false) is { } account
            ? Of(account, caller)
            : Of(caller);
    }

    /// <summary>An account's person.</summary>
    public static JamUser Of(AccountRecord account, Caller caller) =>
        new(account.Id, account.Email ?? string.Empty, account.Name, account.Color ?? JamUser.ColorOf(account.Id), caller, account.Created);

    private JamUser Of(Caller caller) =>
        new(caller.Id, caller.Email ?? string.Empty, caller.Name ?? Protocol.Names.Guest, JamUser.ColorOf(caller.Id), caller, time.GetUtcNow());
}
