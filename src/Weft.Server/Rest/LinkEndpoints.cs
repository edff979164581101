using Microsoft.AspNetCore.Http;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Storage;

namespace Weft.Server.Rest;

/// <summary>The share links of a document.</summary>
internal static class LinkEndpoints
{
    private const int MaxLabelLength = 100;

    public static async Task<IResult> ListAsync(string id, AccessData data, CancellationToken cancellationToken)
    {
        var links = await data.Store.ListLinksAsync(id, cancellationToken).ConfigureAwait(false);
        return TypedResults.Json(new LinkListDto([.. links.Select(Describe)]), AccessJson.Default.LinkListDto);
    }

    public static async Task<IResult> CreateAsync(string id, HttpContext context, AccessData data, WeftOptions options, TimeProvider time, IdSource ids)
    {
        if (await JsonBody.ReadAsync(context.Request, AccessJson.Default.LinkRequest).ConfigureAwait(false) is not { } body)
        {
            return JsonBody.Bad(context);
        }

        if (options.Access == AccessMode.Open)
        {
            return Problems.Of(StatusCodes.Status409Conflict, "open_server", "Whoever reaches an open server is in: share links need one that was started with --access token or accounts.");
        }

        var now = time.GetUtcNow();
        if (Check(body, now) is { } wrong)
        {
            return wrong;
        }

        var secret = Secret.New();
        var expires = body.Expires is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : (DateTimeOffset?)null;
        var link = new LinkRecord(ids.NewId(), Secret.Hash(secret), id, body.Role!, body.Run, now, expires, body.Label?.Trim());
        await data.Store.CreateLinkAsync(link, CancellationToken.None).ConfigureAwait(false);

        // The secret stands behind the '#': a browser keeps that to itself, and no log has it.
        var url = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/d/{Uri.EscapeDataString(id)}#link={secret}";
        return TypedResults.Json(new NewLinkDto(Describe(link), secret, url), AccessJson.Default.NewLinkDto, statusCode: StatusCodes.Status201Created);
    }

    public static async Task<IResult> DeleteAsync(string id, string link, HttpContext context, AccessData data, AccessChanges changes)
    {
        if (!await data.Store.DeleteLinkAsync(id, link, CancellationToken.None).ConfigureAwait(false))
        {
            return Problems.Of(StatusCodes.Status404NotFound, "unknown_link", "The document has no such link; it may be revoked already.");
        }

        changes.Tell(new AccessChange.DocumentChanged(id, context.Caller().Name));
        return TypedResults.NoContent();
    }

    private static IResult? Check(LinkRequest body, DateTimeOffset now)
    {
        if (RoleNames.Parse(body.Role) is DocumentRole.None or DocumentRole.Admin)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad_role", "A share link gives one of these roles: viewer, commenter, editor.");
        }

        if (body.Expires is { } end && (end <= now.ToUnixTimeMilliseconds() || end > Limits.MaxTime))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad_expiry", "'expires' is a time in the future, in milliseconds since 1970.");
        }

        return body.Label is { } label && (label.Length > MaxLabelLength || label.Any(char.IsControl))
            ? Problems.Of(StatusCodes.Status400BadRequest, "bad_label", $"A label has at most {MaxLabelLength} characters, none a control character.")
            : null;
    }

    private static LinkDto Describe(LinkRecord link) => new(
        link.Id, link.Role, link.CanRun, link.Created.ToUnixTimeMilliseconds(), link.Expires?.ToUnixTimeMilliseconds(), link.Label);
}
