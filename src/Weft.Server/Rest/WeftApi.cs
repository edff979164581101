using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Admin;
using Weft.Server.Diagnostics;
using Weft.Server.Files;

namespace Weft.Server.Rest;

/// <summary>The map of the REST interface.</summary>
internal static class WeftApi
{
    /// <summary>Marks the endpoints that belong into the OpenAPI description.</summary>
    public const string Group = "weft";

    /// <summary>What a body says it is does not decide: simple tools send none, or a wrong type. What it holds does.</summary>
    private const string AnyType = "*/*";

    public const string Problem = "application/problem+json";

    public static void MapWeftApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapProbes();
        var api = endpoints.MapGroup("/api/v1").WithGroupName(Group).WithTags("Weft")
            .AddEndpointFilter<FailureFilter>().AddEndpointFilter<AddressFilter>().AddEndpointFilter<CallerFilter>();
        api.MapGet("/info", InfoEndpoint.Get).WithMetadata(AnswersNobody.Instance)
            .WithName("getInfo").WithSummary("What this server is, the addresses to share, and the document kinds it knows.")
            .Produces<InfoDto>();
        api.MapAccess();
        api.MapSharing();
        api.MapGet("/documents", DocumentEndpoints.ListAsync)
            .WithName("listDocuments").WithSummary("The documents in which the caller may do something, the last changed first.")
            .Produces<DocumentListDto>();
        api.MapPost("/documents", DocumentEndpoints.CreateAsync).NeedsCreator()
            .WithName("createDocument").WithSummary("Makes an empty document.")
            .Accepts<CreateRequest>("application/json", AnyType)
            .Produces<DocumentDto>(StatusCodes.Status201Created)
            .Produces<ProblemDto>(StatusCodes.Status400BadRequest, Problem);
        api.MapPost("/documents/session", SessionEndpoint.PostAsync)
            .WithName("openSession").WithSummary("The document of a session by its name; it is made when a kind is given and there is none.")
            .Accepts<SessionRequest>("application/json", AnyType)
            .Produces<DocumentDto>()
            .Produces<DocumentDto>(StatusCodes.Status201Created)
            .Produces<ProblemDto>(StatusCodes.Status400BadRequest, Problem)
            .Produces<ProblemDto>(StatusCodes.Status403Forbidden, Problem)
            .Produces<ProblemDto>(StatusCodes.Status404NotFound, Problem);
        api.MapGet("/documents/{id}", DocumentEndpoints.GetAsync).Needs(DocumentRole.Viewer)
            .WithName("getDocument").WithSummary("One document's record.")
            .Produces<DocumentDto>()
            .Produces<ProblemDto>(StatusCodes.Status404NotFound, Problem);
        api.MapPatch("/documents/{id}", DocumentEndpoints.RenameAsync).Needs(DocumentRole.Admin)
            .WithName("renameDocument").WithSummary("Gives a document another title.")
            .Accepts<RenameRequest>("application/json", AnyType)
            .Produces<DocumentDto>()
            .Produces<ProblemDto>(StatusCodes.Status400BadRequest, Problem)
            .Produces<ProblemDto>(StatusCodes.Status404NotFound, Problem);
        api.MapDelete("/documents/{id}", DocumentEndpoints.DeleteAsync).Needs(DocumentRole.Admin)
            .WithName("deleteDocument").WithSummary("Deletes a document for good; whoever has it open is told.")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ProblemDto>(StatusCodes.Status404NotFound, Problem);
        api.MapGet("/documents/{id}/export", ExportEndpoint.GetAsync).Needs(DocumentRole.Viewer)
            .WithName("exportDocument").WithSummary("The document as a file: txt, excalidraw, optiverse or weft, as far as its kind goes.")
            .Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream")
            .Produces<ProblemDto>(StatusCodes.Status400BadRequest, Problem)
            .Produces<ProblemDto>(StatusCodes.Status404NotFound, Problem);
        api.MapPost("/documents/import", ImportEndpoint.PostAsync).NeedsCreator().AddEndpointFilter<ImportGate>()
            .WithName("importDocument").WithSummary("Makes a document of a file; the body is the file itself.")
            .Accepts<Stream>("application/octet-stream", AnyType)
            .Produces<DocumentDto>(StatusCodes.Status201Created)
            .Produces<ProblemDto>(StatusCodes.Status400BadRequest, Problem)
            .Produces<ProblemDto>(StatusCodes.Status413PayloadTooLarge, Problem)
            .Produces<ProblemDto>(StatusCodes.Status415UnsupportedMediaType, Problem)
            .Produces<ProblemDto>(StatusCodes.Status422UnprocessableEntity, Problem);
        api.MapFiles();
        api.MapAdminApi();
        endpoints.Map("/api/{**rest}", (HttpContext context) =>
            Problems.Of(StatusCodes.Status404NotFound, "not_found", $"There is nothing at {context.Request.Path}; see /openapi/v1.json."))
            .ExcludeFromDescription();
    }
}
