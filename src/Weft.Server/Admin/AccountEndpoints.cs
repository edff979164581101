using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Weft.Server.Access;
using Weft.Server.Rest;
using Weft.Storage;

namespace Weft.Server.Admin;

/// <summary>The accounts, for those who look after the server.</summary>
internal static class AccountEndpoints
{
    public static async Task<JsonHttpResult<AccountListDto>> ListAsync(AccessData data, CancellationToken cancellationToken)
    {
        var accounts = await data.Store.ListAccountsAsync(cancellationToken).ConfigureAwait(false);
        return TypedResults.Json(new AccountListDto([.. accounts.Select(Describe)]), RestJson.Default.AccountListDto);
    }

    /// <summary>Makes an account one that looks after the server, which holds from its next request on, or takes that away, which signs it out.</summary>
    public static async Task<IResult> PutAsync(string account, HttpContext context, AccessData data, Sessions sessions)
    {
        if (await JsonBody.ReadAsync(context.Request, RestJson.Default.AccountRequest).ConfigureAwait(false) is not { } body)
        {
            return JsonBody.Bad(context);
        }

        switch (await data.Store.SetServerAdminAsync(account, body.Admin, CancellationToken.None).ConfigureAwait(false))
        {
            case MemberOutcome.Unknown:
                return Unknown();
            case MemberOutcome.LastOfRole:
                return Problems.Of(StatusCodes.Status409Conflict, "last_admin", "Nobody else looks after the server: let somebody else do so first.");
            default:
                if (!body.Admin)
                {
                    await sessions.EndOthersAsync(account, but: null).ConfigureAwait(false);
                }

                return TypedResults.NoContent();
        }
    }

    /// <summary>Signs an account out everywhere, but for the session that asks.</summary>
    public static async Task<IResult> CloseSessionsAsync(string account, HttpContext context, AccessData data, Sessions sessions)
    {
        if (await data.Store.FindAccountAsync(account, context.RequestAborted).ConfigureAwait(false) is null)
        {
            return Unknown();
        }

        await sessions.EndOthersAsync(account, context.Caller().Session).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static IResult Unknown() => Problems.Of(StatusCodes.Status404NotFound, "unknown_account", "There is no account with this id.");

    private static AccountDto Describe(AccountRecord account) =>
        new(account.Id, account.Name, account.Email, account.IsAdmin, account.Created.ToUnixTimeMilliseconds());
}
