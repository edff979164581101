using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Rest;

namespace Weft.Server.Files;

/// <summary>The map of the pictures of documents.</summary>
internal static class FileApi
{
    private const string File = "/documents/{id}/files/{hash}";

    public static void MapFiles(this IEndpointRouteBuilder api)
    {
        api.MapPost("/documents/{id}/files", FileEndpoints.PostAsync).Needs(DocumentRole.Editor)
            .WithName("uploadFile").WithSummary("Gives a document a picture; the body is the picture itself, and what its bytes say is its type.")
            .Accepts<Stream>("application/octet-stream", "*/*")
            .Produces<FileDto>(StatusCodes.Status201Created)
            .Produces<ProblemDto>(StatusCodes.Status400BadRequest, WeftApi.Problem)
            .Produces<ProblemDto>(StatusCodes.Status413PayloadTooLarge, WeftApi.Problem)
            .Produces<ProblemDto>(StatusCodes.Status415UnsupportedMediaType, WeftApi.Problem)
            .Produces<ProblemDto>(StatusCodes.Status422UnprocessableEntity, WeftApi.Problem)
            .Produces<ProblemDto>(StatusCodes.Status507InsufficientStorage, WeftApi.Problem);
        api.MapGet(File, FileEndpoints.GetAsync).Needs(DocumentRole.Viewer)
            .WithName("getFile").WithSummary("A picture of a document, or a range of its bytes.")
            .Produces<Stream>(StatusCodes.Status200OK, "image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")
            .Produces<Stream>(StatusCodes.Status206PartialContent, "image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")
            .Produces(StatusCodes.Status416RangeNotSatisfiable);
        api.MapMethods(File, [HttpMethods.Head], FileEndpoints.GetAsync).Needs(DocumentRole.Viewer)
            .WithName("hasFile").WithSummary("Whether a document has a picture, so that it need not be sent again.")
            .Produces(StatusCodes.Status200OK);
    }
}
