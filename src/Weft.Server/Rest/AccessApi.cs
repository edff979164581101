using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weft.Server.Access;

namespace Weft.Server.Rest;

/// <summary>The part of the map of the REST interface that is about who is calling.</summary>
internal static class AccessApi
{
    private const string AnyType = "*/*";

    private const string Problem = "application/problem+json";

    public static void MapAccess(this IEndpointRouteBuilder api)
    {
        api.MapGet("/session", AccessEndpoints.GetSession)
            .WithName("getSession").WithSummary("Who is calling.")
            .Produces<SessionDto>()
            .Produces<ProblemDto>(StatusCodes.Status401Unauthorized, Problem);
        api.MapPost("/session", AccessEndpoints.SignInAsync).WithMetadata(AnswersNobody.Instance)
            .WithName("signIn").WithSummary("Signs in with the server's token, or with a name and a password.")
            .Accepts<SignInRequest>("application/json", AnyType)
            .Produces<SessionDto>()
            .Produces<ProblemDto>(StatusCodes.Status400BadRequest, Problem)
            .Produces<ProblemDto>(StatusCodes.Status401Unauthorized, Problem)
            .Produces<ProblemDto>(StatusCodes.Status429TooManyRequests, Problem);
        api.MapDelete("/session", AccessEndpoints.SignOutAsync).WithMetadata(AnswersNobody.Instance)
            .WithName("signOut").WithSummary("Signs out: the session is worth nothing any more.")
            .Produces(StatusCodes.Status204NoContent);
        api.MapPost("/accounts", AccessEndpoints.RegisterAsync).WithMetadata(AnswersNobody.Instance)
            .WithName("register").WithSummary("Makes an account and signs it in. The first one needs the secret that the server printed when it started.")
            .Accepts<RegisterRequest>("application/json", AnyType)
            .Produces<SessionDto>(StatusCodes.Status201Created)
            .Produces<ProblemDto>(StatusCodes.Status400BadRequest, Problem)
            .Produces<ProblemDto>(StatusCodes.Status403Forbidden, Problem)
            .Produces<ProblemDto>(StatusCodes.Status409Conflict, Problem)
            .Produces<ProblemDto>(StatusCodes.Status429TooManyRequests, Problem);
        api.MapGet("/account/sessions", AccessEndpoints.ListSessionsAsync)
            .WithName("listSessions").WithSummary("Where the caller's account is signed in.")
            .Produces<IReadOnlyList<AccountSessionDto>>()
            .Produces<ProblemDto>(StatusCodes.Status403Forbidden, Problem);
        api.MapDelete("/account/sessions/{id}", AccessEndpoints.EndSessionAsync)
            .WithName("endSession").WithSummary("Signs the caller's account out in one place.")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ProblemDto>(StatusCodes.Status404NotFound, Problem);
        api.MapDelete("/account/sessions", AccessEndpoints.EndOtherSessionsAsync)
            .WithName("endOtherSessions").WithSummary("Signs the caller's account out everywhere else.")
            .Produces(StatusCodes.Status204NoContent);
        api.MapPut("/account/password", AccessEndpoints.ChangePasswordAsync)
            .WithName("changePassword").WithSummary("Changes the caller's password, and signs it out everywhere else.")
            .Accepts<PasswordRequest>("application/json", AnyType)
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ProblemDto>(StatusCodes.Status400BadRequest, Problem)
            .Produces<ProblemDto>(StatusCodes.Status401Unauthorized, Problem)
            .Produces<ProblemDto>(StatusCodes.Status429TooManyRequests, Problem);
    }
}
