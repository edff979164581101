using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Weft.Server.Rest;
using Weft.Server.Sockets;
using Weft.Server.Web;

namespace Weft.Server;

/// <summary>Puts Weft's endpoints into a host.</summary>
public static class WeftEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/ws</c>, <c>/api/v1</c>, <c>/healthz</c>, <c>/openapi/v1.json</c>, and the web app for everything else.</summary>
    /// <param name="endpoints">The host's endpoints; <see cref="WeftServiceCollectionExtensions.AddWeft"/> was called on its services.</param>
    /// <returns>The same endpoints.</returns>
    public static IEndpointRouteBuilder MapWeft(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var sockets = endpoints.CreateApplicationBuilder();
        sockets.UseWebSockets();
        sockets.Run(SocketEndpoint.HandleAsync);
        endpoints.Map("/ws", sockets.Build()).WithMetadata(new ExcludeFromDescriptionAttribute());
        endpoints.MapOpenApi("/openapi/{documentName}.json");
        endpoints.MapWeftApi();
        endpoints.MapWebApp();
        return endpoints;
    }
}
