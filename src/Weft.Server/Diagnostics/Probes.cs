using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weft.Server.Admin;
using Weft.Server.Rest;

namespace Weft.Server.Diagnostics;

/// <summary>
/// What a supervisor asks: <c>/healthz</c>, whether the process lives, <c>/readyz</c>, whether it takes work, and <c>/metrics</c>, what it measured.
/// </summary>
internal static class Probes
{
    public static void MapProbes(this IEndpointRouteBuilder endpoints)
    {
        // What is measured before somebody asks for it counts too.
        endpoints.ServiceProvider.GetRequiredService<MetricsReader>();
        endpoints.MapGet("/healthz", () => TypedResults.Text("ok\n")).ExcludeFromDescription();
        endpoints.MapGet("/readyz", GetReadyAsync).ExcludeFromDescription();
        endpoints.MapGet("/metrics", GetMetricsAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> GetReadyAsync(Readiness readiness, CancellationToken cancellationToken) =>
        await readiness.ReasonAgainstAsync(cancellationToken).ConfigureAwait(false) is { } reason
            ? TypedResults.Text(reason + "\n", statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Text("ok\n");

    private static async Task<IResult> GetMetricsAsync(HttpContext context, WeftOptions options, MetricsReader metrics) =>
        options.PublicMetrics || await AdminGate.IsAdminAsync(context).ConfigureAwait(false)
            ? TypedResults.Text(metrics.Read(), PrometheusWriter.ContentType)
            : Problems.Of(StatusCodes.Status403Forbidden, "forbidden", "Only who looks after the server may see what it measures: ask from its own machine.");
}
