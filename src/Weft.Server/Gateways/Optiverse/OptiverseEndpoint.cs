using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Hosting;
using Weft.Server.Limiting;
using Weft.Server.Rooms;

namespace Weft.Server.Gateways.Optiverse;

/// <summary>
/// The endpoint <c>/ws/session/user</c>, as Optiverse's desktop app opens it. The app shows little of a failed handshake, so what can be said
/// is said in a close frame; only who may not come in at all is turned away before.
/// </summary>
internal static class OptiverseEndpoint
{
    private const string Help = """
        This is where Optiverse's desktop app connects, and you opened it as a web page.

        * In Optiverse, choose Collaboration > Connect/Host Session... > Connect to server, with the server URL ws://HOST:PORT (not http://),
          a session ID and your name. The app makes ws://HOST:PORT/ws/SESSION/NAME of them.
        * In a browser, open the same address without /ws and what follows.
        * Cannot connect? Look whether the server runs, whether host and port are right, and whether a firewall lets the port through.

        """;

    /// <summary>How often an idle TCP connection is pinged, and how long the answer may take. Below the usual 60 s of proxies.</summary>
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(20);

    public static async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await AnswerAsync(context, StatusCodes.Status426UpgradeRequired, Help).ConfigureAwait(false);
            return;
        }

        var signIn = context.RequestServices.GetRequiredService<GatewaySignIn>();
        var (caller, isOwnSession) = await signIn.FindAsync(context).ConfigureAwait(false);
        if (caller is null)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Weft\", charset=\"UTF-8\"";
            await AnswerAsync(context, StatusCodes.Status401Unauthorized, "This server asks who you are: put ws://NAME:PASSWORD@HOST:PORT as the server URL.\n").ConfigureAwait(false);
            return;
        }

        try
        {
            await LetInAsync(context, caller).ConfigureAwait(false);
        }
        finally
        {
            if (isOwnSession)
            {
                await signIn.LeaveAsync(caller).ConfigureAwait(false);
            }
        }
    }

    private static async Task LetInAsync(HttpContext context, Caller caller)
    {
        var weft = context.RequestServices.GetRequiredService<WeftService>();
        var path = OptiversePath.Parse(context.Request.Path.Value ?? string.Empty, context.RequestServices.GetRequiredService<WeftOptions>().Limits, out var wrong);
        var opened = path is null
            ? new OpenedSession(null, wrong!)
            : await context.RequestServices.GetRequiredService<OptiverseSessions>().OpenAsync(path.Session, caller, context.RequestAborted).ConfigureAwait(false);
        if (opened is { IsForbidden: true })
        {
            await AnswerAsync(context, StatusCodes.Status403Forbidden, opened.Reason + "\n").ConfigureAwait(false);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = Ping, KeepAliveTimeout = Ping }).ConfigureAwait(false);
        var use = weft.Addresses.Of(context.Connection.RemoteIpAddress);
        if (weft.Addresses.Enter(use) is { } limit)
        {
            context.RequestServices.GetRequiredService<GatewayServices>().Metrics.Hit(limit);
            await RefuseAsync(socket, CloseCodes.TooManyConnections, "Too many connections: close some, or try again later.", context.RequestAborted).ConfigureAwait(false);
            return;
        }

        try
        {
            if (opened.Document is not { } document)
            {
                await RefuseAsync(socket, (int)WebSocketCloseStatus.PolicyViolation, opened.Reason, context.RequestAborted).ConfigureAwait(false);
                return;
            }

            await ServeAsync(context, new OptiverseGuest(socket, caller, path!, document, use)).ConfigureAwait(false);
        }
        finally
        {
            weft.Addresses.Leave(use);
        }
    }

    private static async Task ServeAsync(HttpContext context, OptiverseGuest guest)
    {
        var services = context.RequestServices.GetRequiredService<GatewayServices>();
        var (room, refusal) = await EnterAsync(guest, services).ConfigureAwait(false);
        if (room is null)
        {
            await RefuseAsync(guest.Socket, (int)WebSocketCloseStatus.EndpointUnavailable, refusal!, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        var visit = new GatewayVisit(guest.Socket, guest.Caller, guest.Path.User, room, context.Connection.RemoteIpAddress, guest.Use, context.RequestAborted);
        using var connection = new OptiverseConnection(visit, guest.Path.Session, services, context.RequestServices.GetRequiredService<OptiverseSessions>());
        await services.Table.ServeAsync(connection).ConfigureAwait(false);
    }

    private static async Task<(RoomLease? Room, string? Refusal)> EnterAsync(OptiverseGuest guest, GatewayServices services)
    {
        if (guest.Use?.TryJoin() == false)
        {
            services.Metrics.Hit(ServerLimits.AddressJoins);
            return (null, "Too many joins come from your network: wait a minute, then connect again.");
        }

        try
        {
            var room = await services.Weft.Rooms.AcquireAsync(guest.Document).ConfigureAwait(false);
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

    private static async Task RefuseAsync(WebSocket socket, int code, string reason, CancellationToken aborted)
    {
        try
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, aborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // It is gone already.
        }
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private sealed record OptiverseGuest(WebSocket Socket, Caller Caller, OptiversePath Path, string Document, AddressUse? Use);
}
