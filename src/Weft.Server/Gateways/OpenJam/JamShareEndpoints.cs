using Microsoft.AspNetCore.Http;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Storage;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>Whom a board is shared with.</summary>
internal sealed class JamShareEndpoints(WeftOptions options, JamBoards boards, AccessData data, AccessChanges changes, Sessions sessions, TimeProvider time, IdSource ids)
{
    private const string Restricted = "restricted";
    private const string Anyone = "anyone-";
    private const string NotOwner = "Only the board owner can change sharing";
    private const string OwnerHasAll = "The board owner already has full access";

    public static async Task<IResult> GetAsync(string id, HttpContext context, JamShareEndpoints endpoints)
    {
        var (board, role, user) = await endpoints.FindAsync(id, context).ConfigureAwait(false);
        return board is null ? JamAnswers.UnknownRoom()
            : role == DocumentRole.None ? JamAnswers.Error(StatusCodes.Status403Forbidden, "Room access denied")
            : await endpoints.DescribeAsync(board.Id, role, user).ConfigureAwait(false);
    }

    public static async Task<IResult> PutAsync(string id, HttpContext context, JamShareEndpoints endpoints)
    {
        var (body, refusal) = await JamBody.ReadAsync(context.Request).ConfigureAwait(false);
        if (body is null)
        {
            return refusal!;
        }

        using (body)
        {
            var permission = body.Text("linkPermission")?.Trim().ToLowerInvariant();
            var role = permission?.StartsWith(Anyone, StringComparison.Ordinal) == true ? JamBoards.RoleOf(permission[Anyone.Length..]) : DocumentRole.None;
            if (role == DocumentRole.None && !string.Equals(permission, Restricted, StringComparison.Ordinal))
            {
                return JamAnswers.Error(StatusCodes.Status400BadRequest, "Invalid link permission");
            }

            var (board, wrong) = await endpoints.OwnAsync(id, context).ConfigureAwait(false);
            if (board is null)
            {
                return wrong!;
            }

            await endpoints.SetLinkAsync(board.Id, role, context.JamUser().Name).ConfigureAwait(false);
            return await endpoints.DescribeAsync(board.Id, DocumentRole.Admin, context.JamUser()).ConfigureAwait(false);
        }
    }

    public static async Task<IResult> InviteAsync(string id, HttpContext context, JamShareEndpoints endpoints)
    {
        var (body, refusal) = await JamBody.ReadAsync(context.Request).ConfigureAwait(false);
        if (body is null)
        {
            return refusal!;
        }

        using (body)
        {
            var role = JamBoards.RoleOf(body.Text("permission")?.Trim().ToLowerInvariant());
            if (role == DocumentRole.None)
            {
                return JamAnswers.Error(StatusCodes.Status400BadRequest, "Invalid member permission");
            }

            var (board, wrong) = await endpoints.OwnAsync(id, context).ConfigureAwait(false);
            return board is null ? wrong! : await endpoints.InviteAsync(board.Id, body.Text("email")?.Trim(), role, context.JamUser().Name).ConfigureAwait(false);
        }
    }

    public static async Task<IResult> RemoveAsync(string id, string user, HttpContext context, JamShareEndpoints endpoints)
    {
        var (board, wrong) = await endpoints.OwnAsync(id, context).ConfigureAwait(false);
        return board is null ? wrong! : await endpoints.RemoveAsync(board.Id, user, context.JamUser().Name).ConfigureAwait(false);
    }

    private Task<(DocumentRecord? Board, DocumentRole Role, JamUser User)> FindAsync(string id, HttpContext context) =>
        boards.FindAsync(id, context.JamUser(), context.RequestAborted);

    private async Task<(DocumentRecord? Board, IResult? Refusal)> OwnAsync(string id, HttpContext context)
    {
        var (board, role, _) = await FindAsync(id, context).ConfigureAwait(false);
        return board is null ? (null, JamAnswers.UnknownRoom())
            : role < DocumentRole.Admin ? (null, JamAnswers.Error(StatusCodes.Status403Forbidden, NotOwner))
            : options.Access != AccessMode.Accounts ? (null, JamAnswers.Error(StatusCodes.Status403Forbidden, "This server has no accounts: whoever is let in may do everything on every board."))
            : (board, null);
    }

    private async Task<IResult> DescribeAsync(string document, DocumentRole role, JamUser user)
    {
        if (options.Access != AccessMode.Accounts)
        {
            return JamAnswers.Ok(new JamShareDto(Anyone + "edit", []), JamJson.Default.JamShareDto);
        }

        var link = await boards.LinkOfAsync(document, CancellationToken.None).ConfigureAwait(false);
        var records = await data.Store.ListMembersAsync(document, CancellationToken.None).ConfigureAwait(false);
        var owner = OwnerOf(records);
        var members = new List<JamMemberDto>();
        foreach (var member in records.Where(member => member != owner))
        {
            if (await data.Store.FindAccountAsync(member.Account, CancellationToken.None).ConfigureAwait(false) is { } account)
            {
                // Who may only look at a board need not learn how to write to everybody.
                var isShown = role == DocumentRole.Admin || string.Equals(account.Id, user.Id, StringComparison.Ordinal);
                members.Add(Describe(isShown ? account : account with { Email = null }, RoleNames.Parse(member.Role)));
            }
        }

        var permission = link is null ? Restricted : Anyone + JamBoards.PermissionOf(RoleNames.Parse(link.Role));
        return JamAnswers.Ok(new JamShareDto(permission, members), JamJson.Default.JamShareDto);
    }

    /// <summary>
    /// Replaces the share link. Whoever came by the former one gets the new one first, so that nobody is sent away who may stay.
    /// </summary>
    private async Task SetLinkAsync(string document, DocumentRole role, string by)
    {
        var former = (await data.Store.ListLinksAsync(document, CancellationToken.None).ConfigureAwait(false))
            .Where(link => link.Id.StartsWith(JamBoards.LinkPrefix, StringComparison.Ordinal)).ToList();
        if (role != DocumentRole.None)
        {
            // Nobody has the secret: the gateway redeems it for who is signed in.
            var link = new LinkRecord(
                JamBoards.LinkPrefix + ids.NewId(), Secret.Hash(Secret.New()), document, RoleNames.Of(role), CanRun: false, time.GetUtcNow(), null, "OpenJam: anyone with the address");
            await data.Store.CreateLinkAsync(link, CancellationToken.None).ConfigureAwait(false);
            foreach (var old in former)
            {
                foreach (var session in await data.Store.ListSessionsOfLinkAsync(old.Id, CancellationToken.None).ConfigureAwait(false))
                {
                    await sessions.AddLinkAsync(session.Id, link.Id, CancellationToken.None).ConfigureAwait(false);
                }
            }
        }

        foreach (var old in former)
        {
            await data.Store.DeleteLinkAsync(document, old.Id, CancellationToken.None).ConfigureAwait(false);
        }

        changes.Tell(new AccessChange.DocumentChanged(document, by));
    }

    private async Task<IResult> InviteAsync(string document, string? email, DocumentRole role, string by)
    {
        if (string.IsNullOrEmpty(email) || AccountRules.CheckEmail(email) is not null)
        {
            return JamAnswers.Invalid("'email' must be an e-mail address");
        }

        if (await data.Store.FindAccountByNameAsync(email, CancellationToken.None).ConfigureAwait(false) is not { } account)
        {
            return JamAnswers.Error(StatusCodes.Status404NotFound, "That user does not have an OpenJam account yet");
        }

        var members = await data.Store.ListMembersAsync(document, CancellationToken.None).ConfigureAwait(false);
        if (IsOwner(members, account.Id))
        {
            return JamAnswers.Error(StatusCodes.Status400BadRequest, OwnerHasAll);
        }

        var former = members.FirstOrDefault(member => string.Equals(member.Account, account.Id, StringComparison.Ordinal));
        var invited = new MemberRecord(document, account.Id, RoleNames.Of(role), former?.CanRun ?? false);
        if (await data.Store.SetMemberAsync(invited, RoleNames.Admin, CancellationToken.None).ConfigureAwait(false) == MemberOutcome.LastOfRole)
        {
            return JamAnswers.Error(StatusCodes.Status400BadRequest, OwnerHasAll);
        }

        changes.Tell(new AccessChange.DocumentChanged(document, by));
        return JamAnswers.Ok(Describe(account, role), JamJson.Default.JamMemberDto);
    }

    private async Task<IResult> RemoveAsync(string document, string account, string by)
    {
        if (IsOwner(await data.Store.ListMembersAsync(document, CancellationToken.None).ConfigureAwait(false), account))
        {
            return JamAnswers.Error(StatusCodes.Status400BadRequest, OwnerHasAll);
        }

        switch (await data.Store.RemoveMemberAsync(document, account, RoleNames.Admin, CancellationToken.None).ConfigureAwait(false))
        {
            case MemberOutcome.Done:
                changes.Tell(new AccessChange.DocumentChanged(document, by));
                return JamAnswers.Ok();
            case MemberOutcome.LastOfRole:
                return JamAnswers.Error(StatusCodes.Status400BadRequest, OwnerHasAll);
            default:
                return JamAnswers.Error(StatusCodes.Status404NotFound, "Room member not found");
        }
    }

    private static MemberRecord? OwnerOf(IEnumerable<MemberRecord> members) => members.FirstOrDefault(member => RoleNames.Parse(member.Role) == DocumentRole.Admin);

    private static bool IsOwner(IEnumerable<MemberRecord> members, string account) => string.Equals(OwnerOf(members)?.Account, account, StringComparison.Ordinal);

    // A second admin is none whom OpenJam has a word for; it edits, and may do more.
    private static JamMemberDto Describe(AccountRecord account, DocumentRole role) => new(
        account.Id,
        account.Email ?? string.Empty,
        account.Name,
        account.Color ?? JamUser.ColorOf(account.Id),
        JamBoards.PermissionOf(role == DocumentRole.Admin ? DocumentRole.Editor : role) ?? "view",
        JamAnswers.Time(account.Created),
        JamAnswers.Time(account.Created));
}
