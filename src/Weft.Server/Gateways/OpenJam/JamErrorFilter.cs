using Microsoft.AspNetCore.Http;
using Weft.Server.Rest;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>Says what went wrong as OpenJam's front-end reads it: the sentence of the problem, in one field.</summary>
internal sealed class JamErrorFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        var result = await next(context).ConfigureAwait(false);
        return result is IValueHttpResult { Value: ProblemDto problem } ? JamAnswers.Error(problem.Status, problem.Detail) : result;
    }
}
