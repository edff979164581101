using Microsoft.AspNetCore.Connections;
using Weft.Server.Sockets.Handing;

namespace Weft.Server;

/// <summary>
/// Stands directly before HTTP, and takes a connection over when it has become a WebSocket of Weft's: HTTP ends there, and with it all that it
/// keeps for a request (headers, features, timers, buffers), which is more than a silent WebSocket needs itself. Thread-safe, has no state.
/// </summary>
/// <remarks>
/// A host application puts it last, above encryption: <c>listen.Use(WebSocketHandover.Wrap)</c>. Without it WebSockets work, too, and stay requests of HTTP.
/// </remarks>
public static class WebSocketHandover
{
    /// <summary>Stands before whatever serves HTTP on a connection.</summary>
    /// <param name="next">Serves HTTP.</param>
    /// <returns>Serves HTTP, and after it what it handed over.</returns>
    public static ConnectionDelegate Wrap(ConnectionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return connection => ServeAsync(connection, next);
    }

    private static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var handover = Handover.Before(connection);
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            handover.EndHttp();
        }

        await handover.ServeSocketAsync().ConfigureAwait(false);
    }
}
