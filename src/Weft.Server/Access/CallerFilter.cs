using Microsoft.AspNetCore.Http;
using Weft.Server.Rest;

namespace Weft.Server.Access;

/// <summary>Asks of each request of the REST interface whose it is, and turns nobody away unless the endpoint is <see cref="AnswersNobody"/>.</summary>
internal sealed class CallerFilter(ICallerSource callers) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        if (PresentedToken.IsInQuery(http.Request))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "secret_in_address", PresentedToken.NotInQuery);
        }

        var caller = await callers.OfRequestAsync(http).ConfigureAwait(false);
        return caller is null && http.GetEndpoint()?.Metadata.GetMetadata<AnswersNobody>() is null
            ? Problems.Unauthorized()
            : await next(context).ConfigureAwait(false);
    }
}
