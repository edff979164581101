using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weft.Protocol;
using Weft.Server.Access;

namespace Weft.Server.Rest;

/// <summary>The part of the map of the REST interface that is about who may do what in a document.</summary>
internal static class SharingApi
{
    private const string AnyType = "*/*";

    private const string Problem = "application/problem+json";

    public static void MapSharing(this IEndpointRouteBuilder api)
    {
        api.MapGet("/documents/{id}/members", MemberEndpoints.ListAsync).Needs(DocumentRole.Viewer)
            .WithName("listMembers").WithSummary("The members of a document.")
            .Produces<MemberListDto>();
        api.MapPut("/documents/{id}/members", MemberEndpoints.PutAsync).Needs(DocumentRole.Admin)
            .WithName("setMember").WithSummary("Makes an account a member of a document, or changes its role.")
            .Accepts<MemberRequest>("application/json", AnyType)
            .Produces<MemberDto>()
            .Produces<ProblemDto>(StatusCodes.Status400BadRequest, Problem)
            .Produces<ProblemDto>(StatusCodes.Status409Conflict, Problem);
        api.MapDelete("/documents/{id}/members/{account}", MemberEndpoints.DeleteAsync).Needs(DocumentRole.Viewer)
            .WithName("removeMember").WithSummary("Ends a membership: an admin that of anybody, others their own.")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ProblemDto>(StatusCodes.Status409Conflict, Problem);
        api.MapGet("/documents/{id}/links", LinkEndpoints.ListAsync).Needs(DocumentRole.Admin)
            .WithName("listLinks").WithSummary("The share links of a document, without their secrets.")
            .Produces<LinkListDto>();
        api.MapPost("/documents/{id}/links", LinkEndpoints.CreateAsync).Needs(DocumentRole.Admin)
            .WithName("createLink").WithSummary("Makes a share link. Its secret is in this answer and nowhere else.")
            .Accepts<LinkRequest>("application/json", AnyType)
            .Produces<NewLinkDto>(StatusCodes.Status201Created)
            .Produces<ProblemDto>(StatusCodes.Status400BadRequest, Problem)
            .Produces<ProblemDto>(StatusCodes.Status409Conflict, Problem);
        api.MapDelete("/documents/{id}/links/{link}", LinkEndpoints.DeleteAsync).Needs(DocumentRole.Admin)
            .WithName("revokeLink").WithSummary("Revokes a share link; who came through it has to leave.")
            .Produces(StatusCodes.Status204NoContent);
        api.MapPost("/session/links", RedeemEndpoint.PostAsync).WithMetadata(AnswersNobody.Instance)
            .WithName("redeemLink").WithSummary("Redeems a share link, as a guest if nobody is signed in.")
            .Accepts<RedeemRequest>("application/json", AnyType)
            .Produces<RedeemedDto>()
            .Produces<ProblemDto>(StatusCodes.Status400BadRequest, Problem)
            .Produces<ProblemDto>(StatusCodes.Status404NotFound, Problem)
            .Produces<ProblemDto>(StatusCodes.Status429TooManyRequests, Problem);
    }
}
