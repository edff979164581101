using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weft.Server.Gateways.Optiverse;
using Weft.Server.Rest;
using Weft.Server.Sockets;
using Weft.Server.Web;

namespace Weft.Server;

/// <summary>Puts Weft's endpoints into a host.</summary>
public static class WeftEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/ws</c>, <c>/ws/session/user</c> of Optiverse, <c>/api/v1</c>, <c>/healthz</c>, <c>/openapi/v1.json</c>, and the web app for everything else.</summary>
    /// <param name="endpoints">The host's endpoints; <see cref="WeftServiceCollectionExtensions.AddWeft"/> was called on its services.</param>
    /// <returns>All of them at once, for conventions such as <c>RequireAuthorization()</c>.</returns>
    public static IEndpointConventionBuilder MapWeft(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var all = endpoints.MapGroup(string.Empty);
        var guard = new Guard(endpoints.ServiceProvider.GetRequiredService<WeftOptions>());
        ((IEndpointConventionBuilder)all).Finally(guard.Protect);
        all.Map("/ws", SocketPipeline(endpoints, SocketEndpoint.HandleAsync)).WithMetadata(new ExcludeFromDescriptionAttribute());
        all.Map("/ws/{**path}", SocketPipeline(endpoints, OptiverseEndpoint.HandleAsync)).WithMetadata(new ExcludeFromDescriptionAttribute());
        all.MapOpenApi("/openapi/{documentName}.json");
        all.MapWeftApi();
        all.MapWebApp();
        return all;
    }

    private static RequestDelegate SocketPipeline(IEndpointRouteBuilder endpoints, RequestDelegate handler)
    {
        var sockets = endpoints.CreateApplicationBuilder();
        sockets.UseWebSockets();
        sockets.Run(handler);
        return sockets.Build();
    }
}
