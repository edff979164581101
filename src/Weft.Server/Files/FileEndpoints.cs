using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Weft.Server.Diagnostics;
using Weft.Server.Hosting;
using Weft.Server.Rest;
using Weft.Storage;

namespace Weft.Server.Files;

/// <summary>Pictures of a document, in and out.</summary>
internal static class FileEndpoints
{
    /// <summary>
    /// Whoever opens a picture's address itself, and not as an image in a page, gets something that can run nothing and ask for nothing,
    /// whatever is in it.
    /// </summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    /// <summary>What has this hash never changes. Private: the next one who asks may have no right to it.</summary>
    private const string Caching = "private, max-age=31536000, immutable";

    public static async Task<IResult> PostAsync(string id, string? name, HttpContext context, WeftService weft, DocumentFiles files, WeftOptions options, WeftMetrics metrics)
    {
        if (FileName.Check(name) is { } wrong)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad_file_name", wrong);
        }

        if (weft.Addresses.Of(context.Connection.RemoteIpAddress)?.TryUpload() == false)
        {
            return Problems.TooMany(context, metrics, ServerLimits.AddressUploads, "Too many pictures come from your network");
        }

        if (!await weft.Rooms.ExistsAsync(id).ConfigureAwait(false))
        {
            return Problems.UnknownDocument(id);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // The limit is held here, with an answer in words; the server would only cut the connection.
            size.MaxRequestBodySize = null;
        }

        return await files.StoreAsync(id, context.Request.Body, context.RequestAborted).ConfigureAwait(false) switch
        {
            FileStored { File: var file } => TypedResults.Json(
                new FileDto(file.Hash, file.Type, file.Size, file.Width, file.Height), RestJson.Default.FileDto, statusCode: StatusCodes.Status201Created),
            FileRefused refused => Problems.Of(refused.Status, refused.Code, refused.Message),
            _ => throw new InvalidOperationException("A file is stored or refused."),
        };
    }

    public static async Task<IResult> GetAsync(string id, string hash, HttpContext context, WeftService weft, DocumentFiles files)
    {
        if (await files.FindAsync(id, hash, context.RequestAborted).ConfigureAwait(false) is not { } file)
        {
            return await weft.Rooms.ExistsAsync(id).ConfigureAwait(false)
                ? Problems.Of(StatusCodes.Status404NotFound, "unknown_file", "The document has no picture with this hash.")
                : Problems.UnknownDocument(id);
        }

        var headers = context.Response.Headers;
        headers.CacheControl = Caching;
        headers.ContentSecurityPolicy = Policy;
        if (string.Equals(file.Type, "image/svg+xml", StringComparison.Ordinal))
        {
            headers.ContentDisposition = "attachment";
        }

        return TypedResults.Stream(files.Open(file), file.Type, entityTag: new EntityTagHeaderValue($"\"{file.Hash}\""), enableRangeProcessing: true);
    }
}
