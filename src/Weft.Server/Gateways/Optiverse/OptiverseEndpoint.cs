using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Weft.Server.Access;

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

    /// <summary>Where it is.</summary>
    public static IReadOnlyList<RoutePattern> Paths { get; } =
    [
        RoutePatternFactory.Parse("/ws/{**path}"),
        RoutePatternFactory.Parse("{**path}", defaults: (RouteValueDictionary?)null, parameterPolicies: new RouteValueDictionary { ["path"] = new DoubledSlash() }),
    ];

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
        var sessions = context.RequestServices.GetRequiredService<OptiverseSessions>();
        var path = OptiversePath.Parse(context.Request.Path.Value ?? string.Empty, context.RequestServices.GetRequiredService<WeftOptions>().Limits, out var wrong);
        var opened = path is null
            ? new OpenedDocument(null, wrong!)
            : await sessions.OpenAsync(path.Session, caller, context.RequestAborted).ConfigureAwait(false);
        if (opened is { IsForbidden: true })
        {
            await AnswerAsync(context, StatusCodes.Status403Forbidden, opened.Reason + "\n").ConfigureAwait(false);
            return;
        }

        await GatewayEntrance.AcceptAsync(context, socket => ServeAsync(socket, new OptiverseGuest(caller, path, opened), sessions, context)).ConfigureAwait(false);
    }

    private static async Task ServeAsync(GatewaySocket socket, OptiverseGuest guest, OptiverseSessions sessions, HttpContext context)
    {
        if (guest.Opened.Document is not { } document)
        {
            socket.Close((int)WebSocketCloseStatus.PolicyViolation, guest.Opened.Reason);
            return;
        }

        var services = context.RequestServices.GetRequiredService<GatewayServices>();
        var (room, refusal) = await GatewayEntrance.EnterAsync(document, socket.Use, services).ConfigureAwait(false);
        if (room is null)
        {
            socket.Close((int)WebSocketCloseStatus.EndpointUnavailable, refusal!);
            return;
        }

        using var connection = new OptiverseConnection(new GatewayVisit(socket, guest.Caller, guest.Path!.User, room), guest.Path.Session, services, sessions);
        await services.Table.ServeAsync(connection).ConfigureAwait(false);
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private sealed record OptiverseGuest(Caller Caller, OptiversePath? Path, OpenedDocument Opened);
}
