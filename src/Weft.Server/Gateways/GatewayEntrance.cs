using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Weft.Protocol;
using Weft.Server.Limiting;
using Weft.Server.Rooms;

namespace Weft.Server.Gateways;

/// <summary>The way in that all gateways share: the limits of connections and joins, and the open document.</summary>
internal static class GatewayEntrance
{
    /// <summary>How often an idle TCP connection is pinged, and how long the answer may take. Below the usual 60 s of proxies.</summary>
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(20);

    /// <summary>Accepts a WebSocket and serves it to its end.</summary>
    /// <param name="context">The request for it.</param>
    /// <param name="serve">Serves it; closes it with what it wants to say.</param>
    public static async Task AcceptAsync(HttpContext context, Func<GatewaySocket, Task> serve)
    {
        var services = context.RequestServices.GetRequiredService<GatewayServices>();
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = Ping, KeepAliveTimeout = Ping }).ConfigureAwait(false);
        HttpConnectionGate.Leave(context);
        var use = services.Weft.Addresses.Of(context.Connection.RemoteIpAddress);
        if (services.Weft.Addresses.Enter(use) is { } limit)
        {
            services.Metrics.Hit(limit);
            await RefuseAsync(socket, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        try
        {
            using var line = new GatewaySocket(socket, context.Connection.RemoteIpAddress, use, services, context.RequestAborted);
            try
            {
                await serve(line).ConfigureAwait(false);
            }
            finally
            {
                await line.EndAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            services.Weft.Addresses.Leave(use);
        }
    }

    /// <summary>Opens a document for somebody who may join it.</summary>
    /// <returns>The room, or one sentence about why not.</returns>
    public static async Task<(RoomLease? Room, string? Refusal)> EnterAsync(string document, AddressUse? use, GatewayServices services)
    {
        if (use?.TryJoin() == false)
        {
            services.Metrics.Hit(ServerLimits.AddressJoins);
            return (null, "Too many joins come from your network: wait a minute, then connect again.");
        }

        try
        {
            var room = await services.Weft.Rooms.AcquireAsync(document).ConfigureAwait(false);
            if (room?.Host.SessionCount >= services.Options.Limits[ServerLimits.DocumentUsers])
            {
                services.Metrics.Hit(ServerLimits.DocumentUsers);
                room.Dispose();
                return (null, "The session has as many people in it as it can: try again later.");
            }

            return (room, room is null ? "The session was deleted meanwhile: connect again." : null);
        }
        catch (RoomClosedException)
        {
            return (null, "The server stops.");
        }
        catch (ServerFullException)
        {
            services.Metrics.Hit(ServerLimits.OpenDocuments);
            return (null, "The server has as many documents open as it can: try again later.");
        }
    }

    // Whoever is turned away is told why, which a refused handshake does not show; it gets no time to answer.
    private static async Task RefuseAsync(WebSocket socket, CancellationToken aborted)
    {
        try
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)CloseCodes.TooManyConnections, "Too many connections: close some, or try again later.", aborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (GatewaySocket.IsLoss(exception))
        {
            // It is gone already.
        }
    }
}
