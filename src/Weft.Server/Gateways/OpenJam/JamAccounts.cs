using Microsoft.AspNetCore.Http;
using Weft.Server.Access;
using Weft.Server.Rest;
using Weft.Storage;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>
/// OpenJam's accounts are those of Weft. A server without accounts takes people at their word: an open one anybody, one with a token whoever
/// enters that as the password.
/// </summary>
internal sealed class JamAccounts(WeftOptions options, AccessData data, SignIn signIn, Sessions sessions, JamSignIn people)
{
    /// <summary>Characters of OpenJam's longest display name.</summary>
    private const int MaxName = 100;

    /// <summary>People of one name that are told apart by a number.</summary>
    private const int MaxNamesakes = 100;

    public static Task<IResult> RegisterAsync(HttpContext context, JamAccounts accounts) => accounts.EnterAsync(context, isNew: true);

    public static Task<IResult> LogInAsync(HttpContext context, JamAccounts accounts) => accounts.EnterAsync(context, isNew: false);

    public static IResult GetMe(HttpContext context) => JamAnswers.Ok(new JamMeDto(JamAnswers.Describe(context.JamUser())), JamJson.Default.JamMeDto);

    public static Task<IResult> PutMeAsync(HttpContext context, JamAccounts accounts) => accounts.ChangeAsync(context);

    /// <summary>Never fails, also without a token.</summary>
    public static async Task<IResult> LogOutAsync(HttpContext context, Sessions sessions)
    {
        if (JamSignIn.TokenOf(context.Request) is { } token && await sessions.FindAsync(token, context.RequestAborted).ConfigureAwait(false) is { } session)
        {
            await sessions.EndAsync(session.Id).ConfigureAwait(false);
        }

        context.Response.Cookies.Delete(JamSignIn.Cookie, Cookie(context));
        return JamAnswers.Ok();
    }

    private async Task<IResult> EnterAsync(HttpContext context, bool isNew)
    {
        var (body, refusal) = await JamBody.ReadAsync(context.Request).ConfigureAwait(false);
        if (body is null)
        {
            return refusal!;
        }

        using (body)
        {
            var email = body.Text("email") is { } given && !char.IsWhiteSpace(given.FirstOrDefault()) ? given.Trim().ToLowerInvariant() : null;
            var password = body.Text("password") ?? string.Empty;
            if (string.IsNullOrEmpty(email) || AccountRules.CheckEmail(email) is not null)
            {
                return JamAnswers.Invalid("'email' must be an e-mail address");
            }

            if (password.Length == 0)
            {
                return JamAnswers.Invalid("'password' is required");
            }

            if (!isNew)
            {
                return options.Access == AccessMode.Accounts
                    ? await FinishAsync(context, await signIn.WithPasswordAsync(context, email, password, wantsCookie: false).ConfigureAwait(false)).ConfigureAwait(false)
                    : await VisitAsync(context, email, NameIn(email), password).ConfigureAwait(false);
            }

            return body.Text("displayName")?.Trim() is { Length: > 0 } name
                ? await RegisterAsync(context, new RegisterRequest(name, email, password, body.Text("setup"), Cookie: false)).ConfigureAwait(false)
                : JamAnswers.Invalid("'displayName' is required");
        }
    }

    private async Task<IResult> RegisterAsync(HttpContext context, RegisterRequest request)
    {
        if (options.Access != AccessMode.Accounts)
        {
            return await VisitAsync(context, request.Email!, request.Name!, request.Password!).ConfigureAwait(false);
        }

        // OpenJam knows people by their address, and several may have one name; here a name is somebody's own.
        var answer = await signIn.RegisterAsync(context, request with { Name = await FreeNameAsync(request.Name!, context.RequestAborted).ConfigureAwait(false) }).ConfigureAwait(false);
        return await FinishAsync(context, answer).ConfigureAwait(false);
    }

    private async Task<string> FreeNameAsync(string name, CancellationToken cancellationToken)
    {
        if (AccountRules.CheckName(name) is not null)
        {
            return name;
        }

        for (var number = 2; number < MaxNamesakes; number++)
        {
            var free = number == 2 ? name : $"{name} {number - 1}";
            if (await data.Store.FindAccountByNameAsync(free, cancellationToken).ConfigureAwait(false) is null)
            {
                return free;
            }
        }

        return name;
    }

    private async Task<IResult> VisitAsync(HttpContext context, string email, string name, string token)
    {
        if (CheckName(name) is { } wrong)
        {
            return wrong;
        }

        var visitor = new Visitor(email, name, JamUser.ColorOf(JamUser.IdOf(email)), TokenHash: null);
        var (signedIn, refusal) = await signIn.AsVisitorAsync(context, visitor, token).ConfigureAwait(false);
        return signedIn is null ? refusal! : await WelcomeAsync(context, signedIn.Session, signedIn.Token).ConfigureAwait(false);
    }

    /// <summary>Turns the answer of Weft's own sign-in into OpenJam's.</summary>
    private async Task<IResult> FinishAsync(HttpContext context, IResult answer) => answer switch
    {
        IValueHttpResult { Value: SessionDto { Token: { } token } } when await sessions.FindAsync(token, context.RequestAborted).ConfigureAwait(false) is { } session =>
            await WelcomeAsync(context, session, token).ConfigureAwait(false),
        IValueHttpResult { Value: ProblemDto { Code: "bad_credentials" } } => JamAnswers.Error(StatusCodes.Status401Unauthorized, "Invalid email or password"),
        IValueHttpResult { Value: ProblemDto { Code: "email_taken" } } => JamAnswers.Error(StatusCodes.Status409Conflict, "Email already registered"),
        _ => answer,
    };

    private async Task<IResult> WelcomeAsync(HttpContext context, SessionRecord session, string token)
    {
        if (await people.OfSessionAsync(session, context.RequestAborted).ConfigureAwait(false) is not { } user)
        {
            return JamAnswers.Error(StatusCodes.Status401Unauthorized, "Invalid or expired session");
        }

        var cookie = Cookie(context);
        cookie.MaxAge = options.SessionLifetime;
        context.Response.Cookies.Append(JamSignIn.Cookie, token, cookie);
        return JamAnswers.Ok(new JamSessionDto(token, JamAnswers.Describe(user)), JamJson.Default.JamSessionDto);
    }

    private async Task<IResult> ChangeAsync(HttpContext context)
    {
        var (body, refusal) = await JamBody.ReadAsync(context.Request).ConfigureAwait(false);
        if (body is null)
        {
            return refusal!;
        }

        using (body)
        {
            var name = body.Text("displayName")?.Trim() ?? string.Empty;
            var color = body.Text("avatarColor")?.Trim() ?? string.Empty;
            if (CheckName(name) is { } wrong)
            {
                return wrong;
            }

            return Protocol.Names.IsColor(color)
                ? await ChangeAsync(context, name, color).ConfigureAwait(false)
                : JamAnswers.Invalid("'avatarColor' must be a colour such as #3b82f6");
        }
    }

    private async Task<IResult> ChangeAsync(HttpContext context, string name, string color)
    {
        var user = context.JamUser();
        switch (user.Caller)
        {
            case { Account: { } account }:
                var outcome = await data.Store.SetProfileAsync(account, name, color, CancellationToken.None).ConfigureAwait(false);
                if (outcome != ProfileOutcome.Done)
                {
                    return outcome == ProfileOutcome.Unknown
                        ? JamAnswers.Error(StatusCodes.Status404NotFound, "User not found")
                        : JamAnswers.Error(StatusCodes.Status409Conflict, $"Somebody is called '{name}' already: take another name.");
                }

                break;
            case { Session: { } session } when JamSignIn.TokenOf(context.Request) is { } token
                && await sessions.FindAsync(token, context.RequestAborted).ConfigureAwait(false) is { } record && Sessions.VisitorOf(record) is { } visitor:
                await data.Store.SetSessionNameAsync(session, (visitor with { Name = name, Color = color }).ToText(), CancellationToken.None).ConfigureAwait(false);
                break;
            default:
                return JamAnswers.Error(StatusCodes.Status403Forbidden, "Your name is given by whoever signed you in.");
        }

        return JamAnswers.Ok(new JamMeDto(JamAnswers.Describe(user with { Name = name, Color = color })), JamJson.Default.JamMeDto);
    }

    private static IResult? CheckName(string name) => name.Length > MaxName || AccountRules.CheckName(name) is not null
        ? JamAnswers.Invalid($"'displayName' {(name.Length == 0 ? "is required" : $"has at most {MaxName} characters, no @, no control characters and no invisible ones")}")
        : null;

    private static string NameIn(string email) => AccountRules.ToShow(email.Split('@')[0]) ?? Protocol.Names.Guest;

    private static CookieOptions Cookie(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
