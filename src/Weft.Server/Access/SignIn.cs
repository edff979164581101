using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Weft.Server.Rest;
using Weft.Storage;

namespace Weft.Server.Access;

/// <summary>Signs people in and out, makes their accounts and changes their passwords. Every guess counts against <see cref="SignInLimits"/>.</summary>
internal sealed class SignIn(
    WeftOptions options, AccessData data, AccessSecrets secrets, Sessions sessions, Callers callers, Passwords passwords, SignInLimits limits, TimeProvider time, IdSource ids)
{
    /// <summary>Signs in with the server's token.</summary>
    public async Task<IResult> WithTokenAsync(HttpContext context, string token, bool wantsCookie)
    {
        if (secrets.Token is not { } ours)
        {
            return Refuse("This server has no token of its own: sign in with your name and password.");
        }

        if (limits.Take(context, account: null) is var wait && wait > TimeSpan.Zero)
        {
            return TooMany(context, wait);
        }

        if (!Secret.AreSame(token, ours))
        {
            return Refuse("This token is not the server's: take the link that the server printed when it started.");
        }

        limits.GiveBack(context, account: null);
        return await EnterAsync(context, await sessions.OfServerTokenAsync(ours, context).ConfigureAwait(false), wantsCookie).ConfigureAwait(false);
    }

    /// <summary>Signs somebody in whom the server knows by nothing but what they say: into an open server anyone, else who has its token.</summary>
    /// <returns>The session, or why not.</returns>
    public async Task<(SignedIn? SignedIn, IResult? Refusal)> AsVisitorAsync(HttpContext context, Visitor visitor, string token)
    {
        if (options.Access == AccessMode.Open)
        {
            return (await sessions.OfVisitorAsync(visitor, context).ConfigureAwait(false), null);
        }

        if (limits.Take(context, account: null) is var wait && wait > TimeSpan.Zero)
        {
            return (null, TooMany(context, wait));
        }

        if (secrets.Token is not { } ours || !Secret.AreSame(token, ours))
        {
            return (null, Refuse("This server asks for its token: enter it as the password."));
        }

        limits.GiveBack(context, account: null);
        return (await sessions.OfVisitorAsync(visitor with { TokenHash = Secret.Hash(ours) }, context).ConfigureAwait(false), null);
    }

    /// <summary>Signs in with a name or an address, and a password.</summary>
    public async Task<IResult> WithPasswordAsync(HttpContext context, string name, string password, bool wantsCookie)
    {
        var (account, refusal) = await FindAsync(context, name, password).ConfigureAwait(false);
        return account is null ? refusal! : await EnterAsync(context, account, wantsCookie).ConfigureAwait(false);
    }

    /// <summary>Signs in with a name or an address, and a password, for one connection, which ends the session.</summary>
    /// <returns>The caller, or null when that is nobody.</returns>
    public async Task<Caller?> ForConnectionAsync(HttpContext context, string name, string password)
    {
        if (await FindAsync(context, name, password).ConfigureAwait(false) is not { Account: { } account })
        {
            return null;
        }

        var signedIn = await sessions.OfAccountAsync(account, [], context).ConfigureAwait(false);
        return await callers.OfSessionAsync(signedIn.Session, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<(AccountRecord? Account, IResult? Refusal)> FindAsync(HttpContext context, string name, string password)
    {
        if (options.Access != AccessMode.Accounts)
        {
            return (null, Refuse("This server has no accounts: sign in with its token."));
        }

        if (!AccountRules.IsUnicode(name) || name.Length > AccountRules.MaxSignInNameLength || password.Length > AccountRules.MaxPasswordLength)
        {
            return (null, Wrong());
        }

        if (limits.Take(context, name) is var wait && wait > TimeSpan.Zero)
        {
            return (null, TooMany(context, wait));
        }

        var account = await data.Store.FindAccountByNameAsync(name.Trim(), context.RequestAborted).ConfigureAwait(false);
        var verdict = await passwords.VerifyAsync(account, password, context.RequestAborted).ConfigureAwait(false);
        if (account is null || verdict == PasswordVerificationResult.Failed)
        {
            return (null, Wrong());
        }

        limits.GiveBack(context, name);
        if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
        {
            await data.Store.SetPasswordAsync(account.Id, await passwords.HashAsync(password, CancellationToken.None).ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false);
        }

        return (account, null);
    }

    /// <summary>Makes an account and signs it in; for an admin, who is signed in already, makes it only.</summary>
    public async Task<IResult> RegisterAsync(HttpContext context, RegisterRequest request)
    {
        if (await WhyNotAsync(context, request).ConfigureAwait(false) is { } refusal)
        {
            return refusal;
        }

        var (name, email) = (request.Name!.Trim(), string.IsNullOrWhiteSpace(request.Email) ? null : request.Email.Trim());
        var isFirst = secrets.Setup is not null;
        var hash = await passwords.HashAsync(request.Password!, context.RequestAborted).ConfigureAwait(false);
        var account = new AccountRecord(ids.NewId(), name, email, hash, IsAdmin: isFirst, time.GetUtcNow());
        switch (await data.Store.CreateAccountAsync(account, mustBeFirst: isFirst, CancellationToken.None).ConfigureAwait(false))
        {
            case AccountOutcome.NameTaken:
                return Problems.Of(StatusCodes.Status409Conflict, "name_taken", $"Somebody is called '{name}' already: take another name.");
            case AccountOutcome.EmailTaken:
                return Problems.Of(StatusCodes.Status409Conflict, "email_taken", "This e-mail address has an account already: sign in, or leave it out.");
            case AccountOutcome.NotFirst:
                secrets.Setup = null;
                return BadSetup();
            default:
                secrets.Setup = null;
                return context.CallerOrNobody() is { Kind: not CallerKind.Guest }
                    ? Answers.Session(new Caller(CallerKind.Account, "account:" + account.Id) { Name = name, Account = account.Id, Email = email }, StatusCodes.Status201Created)
                    : await EnterAsync(context, account, request.Cookie, StatusCodes.Status201Created).ConfigureAwait(false);
        }
    }

    /// <summary>Changes the caller's password and ends its other sessions: whoever knew the old one is out.</summary>
    public async Task<IResult> ChangePasswordAsync(HttpContext context, PasswordRequest request)
    {
        var caller = context.Caller();
        if (caller.Account is null || await data.Store.FindAccountAsync(caller.Account, context.RequestAborted).ConfigureAwait(false) is not { } account)
        {
            return Problems.Forbidden("Only an account has a password.");
        }

        if (AccountRules.CheckPassword(request.New, account.Name, account.Email) is { } weak)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "weak_password", weak);
        }

        if (limits.Take(context, account.Name) is var wait && wait > TimeSpan.Zero)
        {
            return TooMany(context, wait);
        }

        if (await passwords.VerifyAsync(account, request.Old ?? string.Empty, context.RequestAborted).ConfigureAwait(false) == PasswordVerificationResult.Failed)
        {
            return Refuse("The old password is wrong.");
        }

        limits.GiveBack(context, account.Name);
        await data.Store.SetPasswordAsync(account.Id, await passwords.HashAsync(request.New!, CancellationToken.None).ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false);
        await sessions.EndOthersAsync(account.Id, caller.Session).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    /// <summary>Makes a new session the one of this browser, or hands its token out.</summary>
    public async Task<IResult> EnterAsync(HttpContext context, SignedIn signedIn, bool wantsCookie, int status = StatusCodes.Status200OK)
    {
        if (wantsCookie)
        {
            if (SessionCookie.Read(context.Request) is { } before && await sessions.FindAsync(before, CancellationToken.None).ConfigureAwait(false) is { } old)
            {
                await sessions.EndAsync(old.Id).ConfigureAwait(false);
            }

            SessionCookie.Set(context, signedIn.Token, options.SessionLifetime);
        }

        var caller = await callers.OfSessionAsync(signedIn.Session, CancellationToken.None).ConfigureAwait(false)
            ?? throw new InvalidOperationException("A session that was just made stands for nobody.");
        return Answers.Session(caller, status, wantsCookie ? null : signedIn.Token);
    }

    // What a guest was let into by links, it keeps as an account.
    private async Task<IResult> EnterAsync(HttpContext context, AccountRecord account, bool wantsCookie, int status = StatusCodes.Status200OK) => await EnterAsync(
        context, await sessions.OfAccountAsync(account, context.CallerOrNobody()?.Links ?? [], context).ConfigureAwait(false), wantsCookie, status).ConfigureAwait(false);

    private async Task<IResult?> WhyNotAsync(HttpContext context, RegisterRequest request)
    {
        if (options.Access != AccessMode.Accounts)
        {
            return Problems.Of(StatusCodes.Status403Forbidden, "registration_closed", "This server has no accounts: start it with --access accounts.");
        }

        if (limits.Take(context, account: null) is var wait && wait > TimeSpan.Zero)
        {
            return TooMany(context, wait);
        }

        if (await MayRegisterAsync(context, request).ConfigureAwait(false) is { } refusal)
        {
            return refusal;
        }

        if (AccountRules.CheckName(request.Name) is { } badName)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad_name", badName);
        }

        var email = string.IsNullOrWhiteSpace(request.Email) ? null : request.Email.Trim();
        if (AccountRules.CheckEmail(email) is { } badEmail)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad_email", badEmail);
        }

        return AccountRules.CheckPassword(request.Password, request.Name!.Trim(), email) is { } weak
            ? Problems.Of(StatusCodes.Status400BadRequest, "weak_password", weak)
            : null;
    }

    private async Task<IResult?> MayRegisterAsync(HttpContext context, RegisterRequest request)
    {
        if (!await data.Store.HasAccountsAsync(context.RequestAborted).ConfigureAwait(false))
        {
            return secrets.Setup is { } setup && request.Setup is { } given && Secret.AreSame(given, setup) ? null : BadSetup();
        }

        return options.IsRegistrationOpen || context.CallerOrNobody() is { IsServerAdmin: true }
            ? null
            : Problems.Of(StatusCodes.Status403Forbidden, "registration_closed", "New accounts are made by whoever looks after this server: ask them for one.");
    }

    private static IResult BadSetup() => Problems.Of(
        StatusCodes.Status403Forbidden, "bad_setup", "The first account is made with the link that the server printed when it started; another start prints another one.");

    private static IResult Wrong() => Refuse("The name or the password is wrong.");

    private static IResult Refuse(string detail) => Problems.Of(StatusCodes.Status401Unauthorized, "bad_credentials", detail);

    public static IResult TooMany(HttpContext context, TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status429TooManyRequests, "too_many_attempts", $"There were too many attempts: try again in {seconds} s.");
    }
}
