using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weft.Server.Diagnostics;
using Weft.Server.Rooms;
using Weft.Storage;

namespace Weft.Server.Rest;

/// <summary>Turns what went wrong inside a request into a problem with a code; the details go into the log.</summary>
internal sealed partial class FailureFilter(WeftMetrics metrics, ILogger<FailureFilter> logger) : IEndpointFilter
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
        catch (StoreFaultException fault)
        {
            Log.Failed(logger, context.HttpContext.Request.Method, context.HttpContext.Request.Path, fault);
            return fault.Fault == StoreFault.DiskFull
                ? Problems.Of(StatusCodes.Status507InsufficientStorage, "disk_full", $"{fault.Summary}; nothing was changed. Try again when there is space.")
                : Problems.Of(StatusCodes.Status503ServiceUnavailable, "storage_fault", $"{fault.Summary}; its log says more. Nothing was changed.");
        }
        catch (ServerFullException full)
        {
            return Problems.Full(metrics, StatusCodes.Status503ServiceUnavailable, ServerLimits.OpenDocuments, full.Message);
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
