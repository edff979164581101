using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Weft.Server.Gateways.Optiverse;

/// <summary>The app appends <c>/ws/session/user</c> to the server URL as it was typed in: one that ends with a slash makes two of it.</summary>
internal sealed class DoubledSlash : IRouteConstraint
{
    /// <inheritdoc/>
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values[routeKey] is string path && path.StartsWith("/ws/", StringComparison.Ordinal);
}
