using Microsoft.AspNetCore.Http;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Diagnostics;
using Weft.Server.Hosting;
using Weft.Server.Rest;
using Weft.Storage;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>Boards as records: list, make, rename, delete.</summary>
internal static class JamRoomEndpoints
{
    /// <summary>What a board without a name is called.</summary>
    public const string Untitled = "Untitled Board";

    public static async Task<IResult> CreateAsync(HttpContext context, JamBoards boards, WeftService weft, IdSource ids, WeftOptions options, WeftMetrics metrics)
    {
        var (name, refusal) = await ReadNameAsync(context, "'name' is required", options).ConfigureAwait(false);
        if (name is null)
        {
            return refusal!;
        }

        var user = context.JamUser();
        if (!user.Caller.CanCreate)
        {
            return JamAnswers.Error(StatusCodes.Status403Forbidden, "You may not make boards on this server.");
        }

        if (await DocumentEndpoints.RefuseIfFullAsync(weft, options, metrics, context.RequestAborted).ConfigureAwait(false) is { } full)
        {
            return full;
        }

        var board = await boards.MakeAsync(ids.NewId(), name.Length == 0 ? Untitled : name, user).ConfigureAwait(false)
            ?? throw new InvalidOperationException("A new id is somebody's.");
        return Room(Describe(board, user.Id, DocumentRole.None));
    }

    /// <summary>Those that somebody owns or is a member of; what links give is not listed.</summary>
    public static async Task<IResult> ListAsync(HttpContext context, WeftService weft, DocumentAccess access, AccessData data)
    {
        var user = context.JamUser();
        var grants = await access.GrantsForAsync(user.Caller with { Links = [] }, context.RequestAborted).ConfigureAwait(false);
        var member = user.Caller.Account is { } account
            ? (await data.Store.ListMembershipsAsync(account, context.RequestAborted).ConfigureAwait(false)).Select(m => m.Document).ToHashSet(StringComparer.Ordinal)
            : null;
        var rooms = new List<JamRoomDto>();
        foreach (var board in await weft.Store.ListAsync(context.RequestAborted).ConfigureAwait(false))
        {
            if (string.Equals(board.Kind, JamBoards.Kind, StringComparison.Ordinal) && member?.Contains(board.Id) != false && grants(board.Id) is { Role: > DocumentRole.None } grant)
            {
                rooms.Add(Describe(board, await OwnerOfAsync(board.Id, user, data).ConfigureAwait(false), grant.Role));
            }
        }

        return JamAnswers.Ok(new JamRoomsDto(rooms), JamJson.Default.JamRoomsDto);
    }

    public static async Task<IResult> GetAsync(string id, HttpContext context, JamBoards boards, AccessData data)
    {
        var (board, role, user) = await boards.FindAsync(id, context.JamUser(), context.RequestAborted).ConfigureAwait(false);
        return board is null ? JamAnswers.UnknownRoom()
            : role == DocumentRole.None ? JamAnswers.Error(StatusCodes.Status403Forbidden, "Room access denied")
            : Room(Describe(board, await OwnerOfAsync(board.Id, user, data).ConfigureAwait(false), role));
    }

    public static async Task<IResult> RenameAsync(string id, HttpContext context, JamBoards boards, WeftService weft, AccessData data, WeftOptions options)
    {
        var (name, refusal) = await ReadNameAsync(context, "Room name required", options).ConfigureAwait(false);
        if (name is null or "")
        {
            return refusal ?? JamAnswers.Error(StatusCodes.Status400BadRequest, "Room name required");
        }

        var (board, role, user) = await boards.FindAsync(id, context.JamUser(), context.RequestAborted).ConfigureAwait(false);
        if (NotOwner(board, role) is { } wrong)
        {
            return wrong;
        }

        return await RetitleAsync(board!.Id, name, weft).ConfigureAwait(false) is { } renamed
            ? Room(Describe(renamed, await OwnerOfAsync(board.Id, user, data).ConfigureAwait(false), DocumentRole.None))
            : JamAnswers.UnknownRoom();
    }

    public static async Task<IResult> DeleteAsync(string id, HttpContext context, JamBoards boards, WeftService weft, DocumentAccess access)
    {
        var (board, role, _) = await boards.FindAsync(id, context.JamUser(), context.RequestAborted).ConfigureAwait(false);
        if (NotOwner(board, role) is { } wrong)
        {
            return wrong;
        }

        return await DocumentEndpoints.DeleteDocumentAsync(board!.Id, weft, access).ConfigureAwait(false) ? JamAnswers.Ok() : JamAnswers.UnknownRoom();
    }

    /// <summary>Gives a board another title, and tells who is in it.</summary>
    public static async Task<DocumentRecord?> RetitleAsync(string document, string name, WeftService weft)
    {
        var record = await weft.Store.RenameAsync(document, name, CancellationToken.None).ConfigureAwait(false);
        if (record is not null)
        {
            await weft.Rooms.RetitleAsync(document, name).ConfigureAwait(false);
        }

        return record;
    }

    private static IResult? NotOwner(DocumentRecord? board, DocumentRole role) => board is null ? JamAnswers.UnknownRoom()
        : role < DocumentRole.Admin ? JamAnswers.Error(StatusCodes.Status403Forbidden, "Not room owner")
        : null;

    private static async Task<(string? Name, IResult? Refusal)> ReadNameAsync(HttpContext context, string missing, WeftOptions options)
    {
        var (body, refusal) = await JamBody.ReadAsync(context.Request).ConfigureAwait(false);
        if (body is null)
        {
            return (null, refusal);
        }

        using (body)
        {
            var name = body.Text("name");
            if (string.IsNullOrEmpty(name))
            {
                return (null, JamAnswers.Invalid(missing));
            }

            return name.Trim() is { Length: > 0 } title && Titles.Check(title, options.Limits) is { } wrong ? (null, JamAnswers.Invalid(wrong)) : (name.Trim(), null);
        }
    }

    /// <summary>Who was an admin of it first. Where there are no members everybody is as good as its owner.</summary>
    private static async Task<string> OwnerOfAsync(string document, JamUser user, AccessData data)
    {
        var members = await data.Store.ListMembersAsync(document, CancellationToken.None).ConfigureAwait(false);
        return members.FirstOrDefault(member => RoleNames.Parse(member.Role) == DocumentRole.Admin)?.Account ?? user.Id;
    }

    private static IResult Room(JamRoomDto room) => JamAnswers.Ok(room, JamJson.Default.JamRoomDto);

    private static JamRoomDto Describe(DocumentRecord board, string owner, DocumentRole role) =>
        new(board.Id, board.Title, owner, JamBoards.PermissionOf(role), JamAnswers.Time(board.Created), JamAnswers.Time(board.Updated));
}
