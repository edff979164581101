using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Hosting;
using Weft.Server.Sockets.Handing;

namespace Weft.Server.Sockets;

/// <summary>The endpoint <c>/ws</c> (FRAME-1).</summary>
internal static class SocketEndpoint
{
    /// <summary>How often an idle TCP connection is pinged, and how long the answer may take. Below the usual 60 s of proxies.</summary>
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(20);

    private const string Help = """
        This is Weft's WebSocket endpoint, and you opened it as a web page.

        * To edit in a browser, open the same address without /ws.
        * A program connects with ws:// (not http://), offers the subprotocol "weft.v1", and sends JSON.
        * Cannot connect? Look whether the server runs, whether host and port are right, and whether a firewall lets the port through.

        """;

    public static async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await AnswerAsync(context, StatusCodes.Status426UpgradeRequired, Help).ConfigureAwait(false);
            return;
        }

        if (PresentedToken.IsInQuery(context.Request))
        {
            await AnswerAsync(context, StatusCodes.Status400BadRequest, PresentedToken.NotInQuery + "\n").ConfigureAwait(false);
            return;
        }

        var offered = context.WebSockets.WebSocketRequestedProtocols;
        if (offered.Count > 0 && !offered.Contains(Limits.Subprotocol, StringComparer.Ordinal))
        {
            await AnswerAsync(context, StatusCodes.Status400BadRequest, $"This server speaks the subprotocol {Limits.Subprotocol} only.\n").ConfigureAwait(false);
            return;
        }

        var caller = await context.RequestServices.GetRequiredService<ICallerSource>().OfRequestAsync(context).ConfigureAwait(false);
        var connections = context.RequestServices.GetRequiredService<WeftService>().Connections;
        var address = context.Connection.RemoteIpAddress;
        var accept = new WebSocketAcceptContext
        {
            SubProtocol = offered.Count > 0 ? Limits.Subprotocol : null,
            KeepAliveInterval = Ping,
            KeepAliveTimeout = Ping,
        };
        await Handover.AcceptAsync(context, accept, (socket, aborted) => connections.ServeAsync(socket, address, caller, aborted)).ConfigureAwait(false);
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        if (status == StatusCodes.Status426UpgradeRequired)
        {
            context.Response.Headers.Upgrade = "websocket";
        }

        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
