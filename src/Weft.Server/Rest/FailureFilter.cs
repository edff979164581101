using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weft.Server.Rooms;

namespace Weft.Server.Rest;

/// <summary>Turns what went wrong inside a request into a problem with a code; the details go into the log.</summary>
internal sealed partial class FailureFilter(ILogger<FailureFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (RoomClosedException closed)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "try_again", closed.Message);
        }
        catch (BadHttpRequestException bad)
        {
            return Problems.Of(bad.StatusCode, "bad_request", bad.Message);
        }
#pragma warning disable CA1031 // The answer is a problem like any other; the log has the exception.
        catch (Exception exception) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(logger, context.HttpContext.Request.Method, context.HttpContext.Request.Path, exception);
            return Problems.Of(StatusCodes.Status500InternalServerError, "internal", "The server failed; its log says why.");
        }
    }
}
