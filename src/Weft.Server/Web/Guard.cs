using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Weft.Server.Web;

/// <summary>Stands before every endpoint of Weft and none of the host's: headers for browsers, and the checks of where a request comes from.</summary>
internal sealed class Guard(WeftOptions options)
{
    private readonly OriginCheck _origins = new(options);
    private readonly HostCheck _hosts = new(options);

    /// <summary>Puts itself before an endpoint.</summary>
    public void Protect(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is { } next)
        {
            var sharesCredentials = endpoint.Metadata.OfType<SharesCredentials>().Any();
            endpoint.RequestDelegate = context => HandleAsync(context, next, sharesCredentials);
        }
    }

    private Task HandleAsync(HttpContext context, RequestDelegate next, bool sharesCredentials)
    {
        SecurityHeaders.Set(context, options.AllowedOrigins);
        if (_hosts.Refuse(context.Request) is { } refusal)
        {
            return refusal.ExecuteAsync(context);
        }

        if (!_origins.Allows(context))
        {
            return OriginCheck.Refusal(context).ExecuteAsync(context);
        }

        return ShareWithOrigin(context, sharesCredentials) ? Task.CompletedTask : next(context);
    }

    // Cross-origin resource sharing for the origins that were named. Mostly without credentials: their pages send a token, the cookie stays ours.
    private bool ShareWithOrigin(HttpContext context, bool sharesCredentials)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !_origins.IsAllowed(origin))
        {
            return false;
        }

        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.Vary = "Origin";
        if (sharesCredentials)
        {
            context.Response.Headers.AccessControlAllowCredentials = "true";
        }

        if (!HttpMethods.IsOptions(context.Request.Method) || !context.Request.Headers.ContainsKey("Access-Control-Request-Method"))
        {
            return false;
        }

        context.Response.Headers.AccessControlAllowMethods = "GET, POST, PUT, PATCH, DELETE";
        context.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type";
        context.Response.Headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }
}
