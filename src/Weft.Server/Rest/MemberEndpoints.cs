using Microsoft.AspNetCore.Http;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Storage;

namespace Weft.Server.Rest;

/// <summary>Who is a member of a document.</summary>
internal static class MemberEndpoints
{
    public static async Task<IResult> ListAsync(string id, HttpContext context, AccessData data, CancellationToken cancellationToken)
    {
        // A guest need not learn how to write to everybody.
        var showsEmail = context.Grant().Role == DocumentRole.Admin;
        var members = new List<MemberDto>();
        foreach (var member in await data.Store.ListMembersAsync(id, cancellationToken).ConfigureAwait(false))
        {
            if (await data.Store.FindAccountAsync(member.Account, cancellationToken).ConfigureAwait(false) is { } account)
            {
                var isOwn = string.Equals(account.Id, context.Caller().Account, StringComparison.Ordinal);
                members.Add(Describe(member, showsEmail || isOwn ? account : account with { Email = null }));
            }
        }

        return TypedResults.Json(new MemberListDto(members), AccessJson.Default.MemberListDto);
    }

    public static async Task<IResult> PutAsync(string id, HttpContext context, AccessData data, AccessChanges changes)
    {
        if (await JsonBody.ReadAsync(context.Request, AccessJson.Default.MemberRequest).ConfigureAwait(false) is not { } body)
        {
            return JsonBody.Bad(context);
        }

        var role = RoleNames.Parse(body.Role);
        if (role == DocumentRole.None)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad_role", "The role is one of: viewer, commenter, editor, admin.");
        }

        if (string.IsNullOrWhiteSpace(body.Who) || await data.Store.FindAccountByNameAsync(body.Who.Trim(), CancellationToken.None).ConfigureAwait(false) is not { } account)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "unknown_account", "There is no account with this name or e-mail address: they may have to register first.");
        }

        var former = await data.Store.FindMemberAsync(id, account.Id, CancellationToken.None).ConfigureAwait(false);
        var member = new MemberRecord(id, account.Id, RoleNames.Of(role), body.Run ?? former?.CanRun ?? false);
        if (await data.Store.SetMemberAsync(member, RoleNames.Admin, CancellationToken.None).ConfigureAwait(false) == MemberOutcome.LastOfRole)
        {
            return LastAdmin();
        }

        changes.Tell(new AccessChange.DocumentChanged(id, context.Caller().Name));
        return TypedResults.Json(Describe(member, account), AccessJson.Default.MemberDto);
    }

    public static async Task<IResult> DeleteAsync(string id, string account, HttpContext context, AccessData data, AccessChanges changes)
    {
        var isOwn = string.Equals(context.Caller().Account, account, StringComparison.Ordinal);
        if (!isOwn && context.Grant().Role < DocumentRole.Admin)
        {
            return Problems.Forbidden("Only an admin of the document ends the membership of others.");
        }

        switch (await data.Store.RemoveMemberAsync(id, account, RoleNames.Admin, CancellationToken.None).ConfigureAwait(false))
        {
            case MemberOutcome.LastOfRole:
                return LastAdmin();
            case MemberOutcome.Unknown:
                return Problems.Of(StatusCodes.Status404NotFound, "unknown_account", "This account is not a member of the document.");
            default:
                changes.Tell(new AccessChange.DocumentChanged(id, context.Caller().Name));
                return TypedResults.NoContent();
        }
    }

    private static IResult LastAdmin() =>
        Problems.Of(StatusCodes.Status409Conflict, "last_admin", "This is the last admin of the document: make somebody else an admin first.");

    private static MemberDto Describe(MemberRecord member, AccountRecord account) =>
        new(account.Id, account.Name, account.Email, member.Role, member.CanRun);
}
