using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Weft.Kinds;
using Weft.Server.Hosting;

namespace Weft.Server.Rest;

/// <summary>Documents as files, inwards.</summary>
internal static class ImportEndpoint
{
    public static async Task<IResult> PostAsync(string? name, string? kind, HttpRequest request, WeftService weft, Importer importer)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "missing_field", "Give the file's name: import?name=notes.txt");
        }

        if (kind is not null && DocumentKinds.Find(kind) is null)
        {
            return DocumentEndpoints.UnknownKind(kind);
        }

        var found = kind is null ? DocumentKinds.ForFile(name) : DocumentKinds.Find(kind);
        if (found is null || !found.ImportExtensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
        {
            return Problems.Of(
                StatusCodes.Status415UnsupportedMediaType,
                "unknown_file_type",
                $"A file of this type cannot be imported; it is one of: {string.Join(", ", DocumentKinds.All.SelectMany(k => k.ImportExtensions))}.");
        }

        var limit = Math.Max(KindLimits.TextFileBytes, KindLimits.DrawingFileBytes);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // The limit is held below, with an answer in words; the server would only cut the connection.
            size.MaxRequestBodySize = null;
        }

        if (request.ContentLength > limit || await BodyReader.ReadAsync(request, limit).ConfigureAwait(false) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "file_too_large", $"A file may have at most {limit / 1024 / 1024} MiB.");
        }

        return found.Import(body) switch
        {
            ImportRefused { Code: "file_too_large" } refused => Problems.Of(StatusCodes.Status413PayloadTooLarge, refused.Code, refused.Message),
            ImportRefused refused => Problems.Of(StatusCodes.Status422UnprocessableEntity, refused.Code, refused.Message),
            Imported imported => await importer.CreateAsync(Titles.Of(name), found, imported, weft).ConfigureAwait(false),
            _ => throw new InvalidOperationException("An import is imported or refused."),
        };
    }
}
