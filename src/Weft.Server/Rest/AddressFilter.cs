using Microsoft.AspNetCore.Http;
using Weft.Server.Diagnostics;
using Weft.Server.Hosting;

namespace Weft.Server.Rest;

/// <summary>Takes from each address only so many requests.</summary>
internal sealed class AddressFilter(WeftService weft, WeftMetrics metrics) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        return weft.Addresses.Of(context.HttpContext.Connection.RemoteIpAddress)?.TryRequest() == false
            ? ValueTask.FromResult<object?>(Problems.TooMany(context.HttpContext, metrics, ServerLimits.AddressRequests, "Too many requests come from your network"))
            : next(context);
    }
}
