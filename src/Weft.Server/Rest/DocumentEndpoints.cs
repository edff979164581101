using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Weft.Kinds;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Diagnostics;
using Weft.Server.Hosting;
using Weft.Server.Rooms;
using Weft.Storage;

namespace Weft.Server.Rest;

/// <summary>Documents as records: list, make, rename, delete.</summary>
internal static class DocumentEndpoints
{
    public static async Task<JsonHttpResult<DocumentListDto>> ListAsync(
        HttpContext context, WeftService weft, DocumentAccess access, CancellationToken cancellationToken)
    {
        var grants = await access.GrantsForAsync(context.Caller(), cancellationToken).ConfigureAwait(false);
        var documents = new List<DocumentDto>();
        foreach (var record in await weft.Store.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (grants(record.Id) is { Role: > DocumentRole.None } grant)
            {
                documents.Add(Describe(record, grant, weft));
            }
        }

        return TypedResults.Json(new DocumentListDto(documents), RestJson.Default.DocumentListDto);
    }

    public static async Task<IResult> GetAsync(string id, HttpContext context, WeftService weft, CancellationToken cancellationToken) =>
        await weft.Store.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } record
            ? Ok(Describe(record, context.Grant(), weft))
            : Problems.UnknownDocument(id);

    public static async Task<IResult> CreateAsync(HttpContext context, WeftService weft, DocumentAccess access, IdSource ids, WeftOptions options, WeftMetrics metrics)
    {
        if (await JsonBody.ReadAsync(context.Request, RestJson.Default.CreateRequest).ConfigureAwait(false) is not { } body)
        {
            return JsonBody.Bad(context);
        }

        if (Titles.Check(body.Title, options.Limits) is { } wrong)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad_title", wrong);
        }

        if (DocumentKinds.Find(body.Kind) is not { } kind)
        {
            return UnknownKind(body.Kind);
        }

        if (await RefuseIfFullAsync(weft, options, metrics, context.RequestAborted).ConfigureAwait(false) is { } full)
        {
            return full;
        }

        var document = new NewDocument(ids.NewId(), body.Title!.Trim(), kind.Name, ids.NewId());
        var caller = context.Caller();
        return Created(await MakeAsync(document, caller, weft, access).ConfigureAwait(false), FounderGrant(caller), weft);
    }

    public static async Task<IResult> RenameAsync(string id, HttpContext context, WeftService weft, WeftOptions options, CancellationToken cancellationToken)
    {
        if (await JsonBody.ReadAsync(context.Request, RestJson.Default.RenameRequest).ConfigureAwait(false) is not { } body)
        {
            return JsonBody.Bad(context);
        }

        if (Titles.Check(body.Title, options.Limits) is { } wrong)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad_title", wrong);
        }

        if (await weft.Store.RenameAsync(id, body.Title!.Trim(), cancellationToken).ConfigureAwait(false) is not { } record)
        {
            return Problems.UnknownDocument(id);
        }

        await weft.Rooms.RetitleAsync(id, record.Title).ConfigureAwait(false);
        return Ok(Describe(record, context.Grant(), weft));
    }

    public static async Task<IResult> DeleteAsync(string id, WeftService weft, DocumentAccess access) =>
        await DeleteDocumentAsync(id, weft, access).ConfigureAwait(false) ? TypedResults.NoContent() : Problems.UnknownDocument(id);

    /// <summary>Makes a document, and its maker its admin first: so there is no document without one.</summary>
    internal static async Task<DocumentRecord> MakeAsync(NewDocument document, Caller maker, WeftService weft, DocumentAccess access)
    {
        await access.FoundAsync(maker, document.Id).ConfigureAwait(false);
        return await weft.Store.CreateAsync(document, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Deletes a document, and forgets who could do what in it.</summary>
    internal static async Task<bool> DeleteDocumentAsync(string id, WeftService weft, DocumentAccess access)
    {
        var found = await DeleteDocumentAsync(id, weft).ConfigureAwait(false);
        await access.ForgetAsync(id).ConfigureAwait(false);
        await weft.Files.ForgetAsync(id).ConfigureAwait(false);
        return found;
    }

    /// <summary>Deletes the document first and closes its room after, so that nobody can open it in between.</summary>
    private static async Task<bool> DeleteDocumentAsync(string id, WeftService weft)
    {
        RoomLease? lease;
        try
        {
            lease = await weft.Rooms.AcquireAsync(id).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not RoomClosedException)
        {
            // A document that cannot be opened any more can still be deleted.
            return await weft.Store.DeleteAsync(id, CancellationToken.None).ConfigureAwait(false);
        }

        using (lease)
        {
            lease?.Host.MarkDeleted();
            bool found;
            try
            {
                found = await weft.Store.DeleteAsync(id, CancellationToken.None).ConfigureAwait(false);
            }
            catch
            {
                lease?.Host.UnmarkDeleted();
                throw;
            }

            if (lease is not null)
            {
                await lease.Host.PostAsync(new RoomCommand.Shut(CloseCodes.DocumentDeleted, "The document was deleted.")).ConfigureAwait(false);
            }

            return found;
        }
    }

    /// <summary>The answer to whoever would make one document too many; null when there is room.</summary>
    internal static async Task<IResult?> RefuseIfFullAsync(WeftService weft, WeftOptions options, WeftMetrics metrics, CancellationToken cancellationToken) =>
        (await weft.Store.MeasureAsync(cancellationToken).ConfigureAwait(false)).Documents < options.Limits[ServerLimits.Documents]
            ? null
            : Problems.Full(metrics, StatusCodes.Status507InsufficientStorage, ServerLimits.Documents, "The server has as many documents as it can: delete some first.");

    internal static IResult Created(DocumentRecord record, Grant grant, WeftService weft) =>
        TypedResults.Created($"/api/v1/documents/{record.Id}", Describe(record, grant, weft));

    internal static IResult Ok(DocumentRecord record, Grant grant, WeftService weft) => Ok(Describe(record, grant, weft));

    /// <summary>What somebody may do in a document that it has just made.</summary>
    internal static Grant FounderGrant(Caller maker) =>
        maker.Account is null ? new Grant(maker.Role ?? DocumentRole.None, maker.CanRun) : new Grant(DocumentRole.Admin, maker.CanRun);

    internal static IResult UnknownKind(string? kind) => Problems.Of(
        StatusCodes.Status400BadRequest, "unknown_kind", $"There is no document kind '{kind}'; it is one of: {string.Join(", ", DocumentKinds.All.Select(k => k.Name))}.");

    private static DocumentDto Describe(DocumentRecord record, Grant grant, WeftService weft) => new(
        record.Id, record.Title, record.Kind, record.Revision, record.Generation, record.Created, record.Updated, weft.Rooms.UsersOf(record.Id),
        RoleNames.Of(grant.Role), grant.CanRun);

    private static JsonHttpResult<DocumentDto> Ok(DocumentDto document) => TypedResults.Json(document, RestJson.Default.DocumentDto);
}
