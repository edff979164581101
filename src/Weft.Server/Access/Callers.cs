using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Weft.Storage;

namespace Weft.Server.Access;

/// <inheritdoc cref="ICallerSource"/>
internal sealed class Callers(WeftOptions options, AccessData data, AccessSecrets secrets, Sessions sessions, JwtReader jwt) : ICallerSource
{
    private const string Wrong = "This token is not valid, or not any more: sign in again.";

    private static readonly Caller Anyone = new(CallerKind.Anyone, "anyone") { Role = DocumentRole.Admin };
    private static readonly Caller AnyoneHere = Anyone with { CanRun = true, IsServerAdmin = true };
    private static readonly Caller Operator = new(CallerKind.Token, "token") { Role = DocumentRole.Admin, CanRun = true, IsServerAdmin = true };

    /// <summary>An open server is open to all only as long as nobody else is asked who they are.</summary>
    private bool IsOpenToAll => options.Access == AccessMode.Open && options.MapPrincipal is null && options.Jwt is null;

    public async ValueTask<Caller?> OfRequestAsync(HttpContext context)
    {
        if (!RequestCaller.TryGet(context, out var caller))
        {
            caller = await FindAsync(context).ConfigureAwait(false);
            RequestCaller.Set(context, caller);
        }

        return caller;
    }

    public async ValueTask<CredentialResult> OfTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (IsOpenToAll)
        {
            return CredentialResult.Of(Anyone);
        }

        if (await OfSessionlessAsync(token).ConfigureAwait(false) is { } result)
        {
            return result;
        }

        return await sessions.FindAsync(token, cancellationToken).ConfigureAwait(false) is { } session && await OfSessionAsync(session, cancellationToken).ConfigureAwait(false) is { } caller
            ? CredentialResult.Of(caller)
            : CredentialResult.Refuse(Wrong);
    }

    /// <summary>The caller that a session stands for; null when what it stood for is gone.</summary>
    public async ValueTask<Caller?> OfSessionAsync(SessionRecord session, CancellationToken cancellationToken)
    {
        if (Sessions.IsOfServerToken(session))
        {
            // A new server token ends the sessions that were signed in with the old one.
            return secrets.Token is { } token && Sessions.IsOfServerToken(session, token)
                ? Operator with { Session = session.Id, Expires = session.Expires }
                : null;
        }

        if (Sessions.VisitorOf(session) is { } visitor)
        {
            var host = IsOpenToAll ? Anyone : secrets.Token is { } ours && visitor.TokenHash is { } hash && Secret.AreSame(hash, Secret.Hash(ours)) ? Operator : null;
            return host is null ? null : host with { Name = visitor.Name, Email = visitor.Email, Session = session.Id, Expires = session.Expires };
        }

        // What another mode let in is worth nothing in this one: links need a door that is shut, accounts the mode of their own.
        if (options.Access != AccessMode.Accounts && (options.Access == AccessMode.Open || session.Account is not null))
        {
            return null;
        }

        if (session.Account is null)
        {
            return new Caller(CallerKind.Guest, "guest:" + session.Id) { Name = session.Name, Session = session.Id, Expires = session.Expires, Links = session.Links };
        }

        return await data.Store.FindAccountAsync(session.Account, cancellationToken).ConfigureAwait(false) is { } account
            ? new Caller(CallerKind.Account, "account:" + account.Id)
            {
                Name = account.Name,
                Account = account.Id,
                Email = account.Email,
                IsServerAdmin = account.IsAdmin,
                CanRun = account.IsAdmin,
                Session = session.Id,
                Expires = session.Expires,
                Links = session.Links,
            }
            : null;
    }

    private async ValueTask<Caller?> FindAsync(HttpContext context)
    {
        if (OfHost(context) is { } external)
        {
            return external;
        }

        if (IsOpenToAll)
        {
            return IsHere(context) ? AnyoneHere : Anyone;
        }

        // Somebody who shows a bad token learns that, rather than being let in by a cookie that they did not think of.
        var shown = PresentedToken.Explicit(context);
        if (shown is not null && await OfSessionlessAsync(shown).ConfigureAwait(false) is { } result)
        {
            return result.Caller;
        }

        if ((shown ?? SessionCookie.Read(context.Request)) is not { } token || await sessions.FindAsync(token, context.RequestAborted).ConfigureAwait(false) is not { } session)
        {
            return null;
        }

        await sessions.TouchAsync(session, context).ConfigureAwait(false);
        return await OfSessionAsync(session, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>What becomes of a token that speaks for itself: the server's, or a signed one. Null when it is neither.</summary>
    private async ValueTask<CredentialResult?> OfSessionlessAsync(string token)
    {
        if (secrets.Token is { } ours && Secret.AreSame(token, ours))
        {
            return CredentialResult.Of(Operator);
        }

        return options.Jwt is not null && JwtReader.IsJwt(token) ? await jwt.ReadAsync(token).ConfigureAwait(false) : null;
    }

    private Caller? OfHost(HttpContext context)
    {
        if (options.MapPrincipal is null || context.User.Identity?.IsAuthenticated != true || options.MapPrincipal(context.User) is not { } user)
        {
            return null;
        }

        return new Caller(CallerKind.External, "external:host:" + user.Subject)
        {
            Name = AccountRules.ToShow(user.Name) ?? user.Subject,
            Role = user.Role,
            Document = user.Document,
            CanRun = user.CanRun,
            IsServerAdmin = user.IsServerAdmin,
            Expires = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc,
        };
    }

    // What a proxy on this machine passes on comes from elsewhere.
    private static bool IsHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");
}
