using Microsoft.AspNetCore.Http;
using Weft.Server.Access;
using Weft.Storage;

namespace Weft.Server.Rest;

/// <summary>Signing in and out, and looking after one's account.</summary>
internal static class AccessEndpoints
{
    public static IResult GetSession(HttpContext context) => Answers.Session(context.Caller());

    public static async Task<IResult> SignInAsync(HttpContext context, SignIn signIn)
    {
        if (await JsonBody.ReadAsync(context.Request, AccessJson.Default.SignInRequest).ConfigureAwait(false) is not { } body)
        {
            return JsonBody.Bad(context);
        }

        if (context.CallerOrNobody() is { Kind: CallerKind.Anyone } anyone)
        {
            return Answers.Session(anyone);
        }

        return body switch
        {
            { Token: { } token } => await signIn.WithTokenAsync(context, token, body.Cookie).ConfigureAwait(false),
            { Name: { } name, Password: { } password } => await signIn.WithPasswordAsync(context, name, password, body.Cookie).ConfigureAwait(false),
            _ => Problems.Of(StatusCodes.Status400BadRequest, "missing_field", "Send either the server's token, or a name and a password."),
        };
    }

    public static async Task<IResult> SignOutAsync(HttpContext context, Sessions sessions)
    {
        if (context.CallerOrNobody()?.Session is { } session)
        {
            await sessions.EndAsync(session).ConfigureAwait(false);
        }

        SessionCookie.Clear(context);
        return TypedResults.NoContent();
    }

    public static async Task<IResult> RegisterAsync(HttpContext context, SignIn signIn) =>
        await JsonBody.ReadAsync(context.Request, AccessJson.Default.RegisterRequest).ConfigureAwait(false) is { } body
            ? await signIn.RegisterAsync(context, body).ConfigureAwait(false)
            : JsonBody.Bad(context);

    public static async Task<IResult> ChangePasswordAsync(HttpContext context, SignIn signIn) =>
        await JsonBody.ReadAsync(context.Request, AccessJson.Default.PasswordRequest).ConfigureAwait(false) is { } body
            ? await signIn.ChangePasswordAsync(context, body).ConfigureAwait(false)
            : JsonBody.Bad(context);

    public static async Task<IResult> ListSessionsAsync(HttpContext context, Sessions sessions)
    {
        var caller = context.Caller();
        if (caller.Account is null)
        {
            return NoAccount();
        }

        var all = await sessions.ListAsync(caller.Account, context.RequestAborted).ConfigureAwait(false);
        return TypedResults.Json<IReadOnlyList<AccountSessionDto>>(
            [.. all.Select(session => Describe(session, caller))], AccessJson.Default.IReadOnlyListAccountSessionDto);
    }

    public static async Task<IResult> EndSessionAsync(string id, HttpContext context, Sessions sessions)
    {
        var caller = context.Caller();
        if (caller.Account is null)
        {
            return NoAccount();
        }

        // Others' sessions are as unknown as those that there are not.
        var mine = await sessions.ListAsync(caller.Account, context.RequestAborted).ConfigureAwait(false);
        return mine.Any(s => string.Equals(s.Id, id, StringComparison.Ordinal)) && await sessions.EndAsync(id).ConfigureAwait(false)
            ? TypedResults.NoContent()
            : Problems.Of(StatusCodes.Status404NotFound, "unknown_session", "Your account has no such session; it may have ended already.");
    }

    public static async Task<IResult> EndOtherSessionsAsync(HttpContext context, Sessions sessions)
    {
        var caller = context.Caller();
        if (caller.Account is null)
        {
            return NoAccount();
        }

        await sessions.EndOthersAsync(caller.Account, caller.Session).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static IResult NoAccount() => Problems.Forbidden("Only an account has a list of sessions.");

    private static AccountSessionDto Describe(SessionRecord session, Caller caller) => new(
        session.Id,
        session.Created.ToUnixTimeMilliseconds(),
        session.LastSeen.ToUnixTimeMilliseconds(),
        session.Expires.ToUnixTimeMilliseconds(),
        session.Address,
        session.Agent,
        string.Equals(session.Id, caller.Session, StringComparison.Ordinal));
}
