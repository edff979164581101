using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Weft.Kinds;
using Weft.Server.Access;
using Weft.Server.Diagnostics;
using Weft.Server.Hosting;

namespace Weft.Server.Rest;

/// <summary>Documents as files, inwards.</summary>
internal static class ImportEndpoint
{
    public static async Task<IResult> PostAsync(string? name, string? kind, HttpRequest request, WeftService weft, WeftOptions options, WeftMetrics metrics, Importer importer, HistoryImporter histories)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "missing_field", "Give the file's name: import?name=notes.txt");
        }

        if (kind is not null && DocumentKinds.Find(kind) is null)
        {
            return DocumentEndpoints.UnknownKind(kind);
        }

        if (string.Equals(Path.GetExtension(name), WeftFile.Extension, StringComparison.OrdinalIgnoreCase))
        {
            return await ReadAsync(request, (int)options.Limits[ServerLimits.WeftFileBytes]).ConfigureAwait(false) is { } file
                ? await histories.CreateAsync(file, name, kind, request.HttpContext.Caller(), weft, request.HttpContext.RequestAborted).ConfigureAwait(false)
                : TooLarge(options, metrics, ServerLimits.WeftFileBytes);
        }

        var found = kind is null ? DocumentKinds.ForFile(name) : DocumentKinds.Find(kind);
        if (found is null || !found.ImportExtensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
        {
            return Problems.Of(
                StatusCodes.Status415UnsupportedMediaType,
                "unknown_file_type",
                $"A file of this type cannot be imported; it is one of: {string.Join(", ", DocumentKinds.All.SelectMany(k => k.ImportExtensions).Append(WeftFile.Extension))}.");
        }

        var limit = found switch
        {
            BoardKind => ServerLimits.BoardFileBytes,
            BenchKind => ServerLimits.DrawingFileBytes,
            _ => ServerLimits.TextFileBytes,
        };
        if (await ReadAsync(request, (int)options.Limits[limit]).ConfigureAwait(false) is not { } body)
        {
            return TooLarge(options, metrics, limit);
        }

        return found.Import(body) switch
        {
            ImportRefused { Code: "file_too_large" } refused => Problems.Of(StatusCodes.Status413PayloadTooLarge, refused.Code, refused.Message),
            ImportRefused refused => Problems.Of(StatusCodes.Status422UnprocessableEntity, refused.Code, refused.Message),
            Imported imported => await importer.CreateAsync(Titles.Of(name, options.Limits), found, imported, request.HttpContext.Caller(), weft).ConfigureAwait(false),
            _ => throw new InvalidOperationException("An import is imported or refused."),
        };
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int limit)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // The limit is held here, with an answer in words; the server would only cut the connection.
            size.MaxRequestBodySize = null;
        }

        return request.ContentLength > limit ? null : await BodyReader.ReadAsync(request, limit).ConfigureAwait(false);
    }

    private static IResult TooLarge(WeftOptions options, WeftMetrics metrics, ServerLimit limit) => Problems.Full(
        metrics, StatusCodes.Status413PayloadTooLarge, limit, $"Such a file may have at most {options.Limits[limit]} bytes.");
}
