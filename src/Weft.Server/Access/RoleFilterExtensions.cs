using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Weft.Protocol;
using Weft.Server.Rest;

namespace Weft.Server.Access;

/// <summary>Says in the map of endpoints who may call them.</summary>
internal static class RoleFilterExtensions
{
    private const string Problem = "application/problem+json";

    /// <summary>The endpoint of a document, <c>{id}</c> in its path, takes a role in it.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, DocumentRole role) => endpoint
        .AddEndpointFilter(new RoleFilter(role))
        .Produces<ProblemDto>(StatusCodes.Status401Unauthorized, Problem)
        .Produces<ProblemDto>(StatusCodes.Status403Forbidden, Problem)
        .Produces<ProblemDto>(StatusCodes.Status404NotFound, Problem);

    /// <summary>The endpoint takes somebody who may make documents.</summary>
    public static RouteHandlerBuilder NeedsCreator(this RouteHandlerBuilder endpoint) => endpoint
        .AddEndpointFilter((context, next) => context.HttpContext.Caller().CanCreate
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.Forbidden("Guests cannot make documents: sign in with an account.")))
        .Produces<ProblemDto>(StatusCodes.Status401Unauthorized, Problem)
        .Produces<ProblemDto>(StatusCodes.Status403Forbidden, Problem);

    /// <summary>What the caller may do in the document, as <see cref="Needs"/> found it.</summary>
    public static Grant Grant(this HttpContext context) => context.Features.Get<RoleFilter.Held>()?.Grant
        ?? throw new InvalidOperationException("The endpoint does not say which role it needs.");
}
