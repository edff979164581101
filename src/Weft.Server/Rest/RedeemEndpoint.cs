using Microsoft.AspNetCore.Http;
using Weft.Server.Access;
using Weft.Storage;

namespace Weft.Server.Rest;

/// <summary>Redeeming a share link: the session gains it, and somebody without a session gets one as a guest.</summary>
internal sealed class RedeemEndpoint(
    WeftOptions options, AccessData data, DocumentAccess access, Sessions sessions, Callers callers, SignInLimits limits, TimeProvider time)
{
    public static Task<IResult> PostAsync(HttpContext context, RedeemEndpoint endpoint) => endpoint.RedeemAsync(context);

    private async Task<IResult> RedeemAsync(HttpContext context)
    {
        if (await JsonBody.ReadAsync(context.Request, AccessJson.Default.RedeemRequest).ConfigureAwait(false) is not { } body)
        {
            return JsonBody.Bad(context);
        }

        if (limits.Take(context, account: null) is var wait && wait > TimeSpan.Zero)
        {
            return SignIn.TooMany(context, wait);
        }

        if (await FindAsync(body.Secret).ConfigureAwait(false) is not { } link)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "bad_link", "This link leads nowhere: it is mistyped, has expired or was revoked. Ask for another one.");
        }

        limits.GiveBack(context, account: null);
        return context.CallerOrNobody() switch
        {
            null => await EnterAsync(context, body, link).ConfigureAwait(false),
            { Session: { } session } caller => await sessions.AddLinkAsync(session, link.Id, CancellationToken.None).ConfigureAwait(false)
                ? await AnswerAsync(caller with { Links = [.. caller.Links, link.Id] }, link, token: null).ConfigureAwait(false)
                : Problems.Unauthorized(),
            _ => Problems.Forbidden("A signed token says itself what it is good for; redeem the link without it."),
        };
    }

    private async Task<LinkRecord?> FindAsync(string? secret)
    {
        if (options.Access == AccessMode.Open || string.IsNullOrEmpty(secret))
        {
            return null;
        }

        var link = await data.Store.FindLinkBySecretAsync(Secret.Hash(secret), CancellationToken.None).ConfigureAwait(false);
        return link is not null && DocumentRights.IsValid(link, time.GetUtcNow()) ? link : null;
    }

    private async Task<IResult> EnterAsync(HttpContext context, RedeemRequest body, LinkRecord link)
    {
        if (body.Name is not null && AccountRules.CheckName(body.Name) is { } wrong)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad_name", wrong);
        }

        var signedIn = await sessions.OfGuestAsync(body.Name?.Trim(), link.Id, context).ConfigureAwait(false);
        if (body.Cookie)
        {
            SessionCookie.Set(context, signedIn.Token, options.SessionLifetime);
        }

        var caller = await callers.OfSessionAsync(signedIn.Session, CancellationToken.None).ConfigureAwait(false)
            ?? throw new InvalidOperationException("A session that was just made stands for nobody.");
        return await AnswerAsync(caller, link, body.Cookie ? null : signedIn.Token).ConfigureAwait(false);
    }

    private async Task<IResult> AnswerAsync(Caller caller, LinkRecord link, string? token)
    {
        var grant = await access.GrantForAsync(caller, link.Document, CancellationToken.None).ConfigureAwait(false);
        var session = Answers.Describe(caller) with { Token = token };
        return TypedResults.Json(new RedeemedDto(link.Document, RoleNames.Of(grant.Role), session), AccessJson.Default.RedeemedDto);
    }
}
