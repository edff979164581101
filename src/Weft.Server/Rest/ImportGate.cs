using Microsoft.AspNetCore.Http;
using Weft.Server.Diagnostics;
using Weft.Server.Hosting;

namespace Weft.Server.Rest;

/// <summary>Lets only so many imports in: of an address by the minute, and of all at the same time.</summary>
internal sealed class ImportGate(WeftService weft, WeftOptions options, WeftMetrics metrics, RunningImports running) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var http = context.HttpContext;
        using var activity = Tracing.Source.StartActivity("import");
        if (weft.Addresses.Of(http.Connection.RemoteIpAddress)?.TryImport() == false)
        {
            return Problems.TooMany(http, metrics, ServerLimits.AddressImports, "Too many files come from your network");
        }

        try
        {
            if (running.Enter() > options.Limits[ServerLimits.ImportsAtOnce])
            {
                return Problems.Full(
                    metrics, StatusCodes.Status503ServiceUnavailable, ServerLimits.ImportsAtOnce, "The server reads as many files as it can: try again in a few seconds.");
            }

            var full = await DocumentEndpoints.RefuseIfFullAsync(weft, options, metrics, http.RequestAborted).ConfigureAwait(false);
            var answer = full ?? await next(context).ConfigureAwait(false);
            metrics.Imported((answer as IStatusCodeHttpResult)?.StatusCode == StatusCodes.Status201Created ? "imported" : "refused");
            return answer;
        }
        finally
        {
            running.Leave();
        }
    }
}
