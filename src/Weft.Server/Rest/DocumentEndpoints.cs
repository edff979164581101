using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Weft.Kinds;
using Weft.Protocol;
using Weft.Server.Hosting;
using Weft.Server.Rooms;
using Weft.Storage;

namespace Weft.Server.Rest;

/// <summary>Documents as records: list, make, rename, delete.</summary>
internal static class DocumentEndpoints
{
    /// <summary>Bytes of a request's JSON: a title and some words around it.</summary>
    private const int MaxRequestBytes = 16 * 1024;

    public static async Task<JsonHttpResult<DocumentListDto>> ListAsync(WeftService weft, CancellationToken cancellationToken)
    {
        var records = await weft.Store.ListAsync(cancellationToken).ConfigureAwait(false);
        return TypedResults.Json(new DocumentListDto([.. records.Select(r => Describe(r, weft))]), RestJson.Default.DocumentListDto);
    }

    public static async Task<IResult> GetAsync(string id, WeftService weft, CancellationToken cancellationToken) =>
        await weft.Store.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } record
            ? Ok(Describe(record, weft))
            : Problems.UnknownDocument(id);

    public static async Task<IResult> CreateAsync(HttpRequest request, WeftService weft, IdSource ids, CancellationToken cancellationToken)
    {
        if (await ReadAsync(request, RestJson.Default.CreateRequest).ConfigureAwait(false) is not { } body)
        {
            return BadBody();
        }

        if (Titles.Check(body.Title) is { } wrong)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad_title", wrong);
        }

        if (DocumentKinds.Find(body.Kind) is not { } kind)
        {
            return UnknownKind(body.Kind);
        }

        var document = new NewDocument(ids.NewId(), body.Title!.Trim(), kind.Name, ids.NewId());
        return Created(await weft.Store.CreateAsync(document, cancellationToken).ConfigureAwait(false), weft);
    }

    public static async Task<IResult> RenameAsync(string id, HttpRequest request, WeftService weft, CancellationToken cancellationToken)
    {
        if (await ReadAsync(request, RestJson.Default.RenameRequest).ConfigureAwait(false) is not { } body)
        {
            return BadBody();
        }

        if (Titles.Check(body.Title) is { } wrong)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad_title", wrong);
        }

        if (await weft.Store.RenameAsync(id, body.Title!.Trim(), cancellationToken).ConfigureAwait(false) is not { } record)
        {
            return Problems.UnknownDocument(id);
        }

        await weft.Rooms.RetitleAsync(id, record.Title).ConfigureAwait(false);
        return Ok(Describe(record, weft));
    }

    public static async Task<IResult> DeleteAsync(string id, WeftService weft) =>
        await DeleteDocumentAsync(id, weft).ConfigureAwait(false) ? TypedResults.NoContent() : Problems.UnknownDocument(id);

    /// <summary>Deletes the document first and closes its room after, so that nobody can open it in between.</summary>
    internal static async Task<bool> DeleteDocumentAsync(string id, WeftService weft)
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

    internal static IResult Created(DocumentRecord record, WeftService weft) =>
        TypedResults.Created($"/api/v1/documents/{record.Id}", Describe(record, weft));

    internal static IResult UnknownKind(string? kind) => Problems.Of(
        StatusCodes.Status400BadRequest, "unknown_kind", $"There is no document kind '{kind}'; it is one of: {string.Join(", ", DocumentKinds.All.Select(k => k.Name))}.");

    private static DocumentDto Describe(DocumentRecord record, WeftService weft) => new(
        record.Id, record.Title, record.Kind, record.Revision, record.Generation, record.Created, record.Updated, weft.Rooms.UsersOf(record.Id));

    private static JsonHttpResult<DocumentDto> Ok(DocumentDto document) => TypedResults.Json(document, RestJson.Default.DocumentDto);

    private static IResult BadBody() => Problems.Of(
        StatusCodes.Status400BadRequest, "bad_json", $"The body must be one JSON object of at most {MaxRequestBytes} bytes with the fields that the description names.");

    private static async Task<T?> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        if (request.ContentLength > MaxRequestBytes)
        {
            return null;
        }

        try
        {
            var body = await BodyReader.ReadAsync(request, MaxRequestBytes).ConfigureAwait(false);
            return body is null ? null : JsonSerializer.Deserialize(body.Value.Span, type);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
