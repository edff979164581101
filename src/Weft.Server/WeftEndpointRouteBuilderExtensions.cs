using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weft.Server.Gateways.OpenJam;
using Weft.Server.Gateways.Optiverse;
using Weft.Server.Rest;
using Weft.Server.Sockets;
using Weft.Server.Web;

namespace Weft.Server;

/// <summary>Puts Weft's endpoints into a host.</summary>
public static class WeftEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/ws</c>, <c>/ws/session/user</c> of Optiverse, <c>/openjam</c>, <c>/api/v1</c>, <c>/healthz</c>, <c>/openapi/v1.json</c>, and the web app for everything else.</summary>
    /// <param name="endpoints">The host's endpoints; <see cref="WeftServiceCollectionExtensions.AddWeft"/> was called on its services.</param>
    /// <returns>All of them at once, for conventions such as <c>RequireAuthorization()</c>.</returns>
    public static IEndpointConventionBuilder MapWeft(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var all = endpoints.MapGroup(string.Empty);
        var options = endpoints.ServiceProvider.GetRequiredService<WeftOptions>();
        var guard = new Guard(options);
        ((IEndpointConventionBuilder)all).Finally(guard.Protect);
        all.Map("/ws", SocketPipeline(endpoints, options.OpenJamAtRoot ? EitherAsync : SocketEndpoint.HandleAsync)).WithMetadata(new ExcludeFromDescriptionAttribute());
        foreach (var path in OptiverseEndpoint.Paths)
        {
            all.Map(path, SocketPipeline(endpoints, OptiverseEndpoint.HandleAsync)).WithMetadata(new ExcludeFromDescriptionAttribute());
        }

        all.Map("/openjam/ws", SocketPipeline(endpoints, OpenJamSocket.HandleAsync)).WithMetadata(new ExcludeFromDescriptionAttribute());
        all.MapOpenJam("/openjam");
        all.MapOpenJamRest("/openjam");
        if (options.OpenJamAtRoot)
        {
            all.MapOpenJam(string.Empty);
        }

        all.MapOpenApi("/openapi/{documentName}.json");
        all.MapWeftApi();
        all.MapWebApp();
        return all;
    }

    // Weft's own clients name their protocol, OpenJam's front-end names none and has its token in the address.
    private static Task EitherAsync(HttpContext context) => context.WebSockets.IsWebSocketRequest && context.WebSockets.WebSocketRequestedProtocols.Count == 0
        ? OpenJamSocket.HandleAsync(context)
        : SocketEndpoint.HandleAsync(context);

    private static RequestDelegate SocketPipeline(IEndpointRouteBuilder endpoints, RequestDelegate handler)
    {
        var sockets = endpoints.CreateApplicationBuilder();
        sockets.UseWebSockets();
        sockets.Run(handler);
        return sockets.Build();
    }
}
