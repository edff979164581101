using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Weft.Load;

/// <summary>A bare relay of WebSocket messages on Kestrel, as one writes it first: a queue and a loop for each connection, no tuning.</summary>
internal static class Relay
{
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        await using var stopping = app.ConfigureAwait(false);
        app.UseWebSockets();
        var rooms = new ConcurrentDictionary<string, ConcurrentDictionary<Channel<byte[]>, bool>>(StringComparer.Ordinal);
        app.Run(context => ServeAsync(context, rooms.GetOrAdd(context.Request.Path, _ => new())));
        await app.StartAsync().ConfigureAwait(false);
        Console.WriteLine($"http://localhost:{new Uri(app.Urls.First()).Port}");
        await app.WaitForShutdownAsync().ConfigureAwait(false);
    }

    private static async Task ServeAsync(HttpContext context, ConcurrentDictionary<Channel<byte[]>, bool> room)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        var own = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
        own.Writer.TryWrite("welcome"u8.ToArray());
        room[own] = true;
        var sending = SendAsync(socket, own);
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false) is { MessageType: not WebSocketMessageType.Close } got)
            {
                var message = buffer[..got.Count];
                foreach (var (other, _) in room)
                {
                    if (other != own)
                    {
                        other.Writer.TryWrite(message);
                    }
                }
            }
        }
        catch (WebSocketException)
        {
            // The peer is gone.
        }

        room.TryRemove(own, out _);
        own.Writer.Complete();
        await sending.ConfigureAwait(false);
    }

    private static async Task SendAsync(WebSocket socket, Channel<byte[]> queue)
    {
        try
        {
            await foreach (var message in queue.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (WebSocketException)
        {
            // The peer is gone.
        }
    }
}
