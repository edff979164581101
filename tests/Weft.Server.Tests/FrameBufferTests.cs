using System.Buffers;
using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Weft.Server.Diagnostics;
using Weft.Server.Sockets;
using Weft.Sync;

namespace Weft.Server.Tests;

public sealed class FrameBufferTests
{
    [Fact]
    public async Task A_frame_that_breaks_off_after_it_grew_gives_its_first_buffer_back_once()
    {
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new WeftMetrics(meters.GetRequiredService<IMeterFactory>());
        var services = new SocketServices(null!, null!, null!, new WeftOptions(), TimeProvider.System, null!, metrics, NullLogger.Instance);
        using var socket = new BreakingSocket();
        using var connection = new Connection(socket, new SessionId(1), new Origin(null, null), null, services, CancellationToken.None);

        var run = connection.RunAsync();

        // Two that ask for a buffer after it, on the thread that gave it back: each must have one of its own.
        var first = ArrayPool<byte>.Shared.Rent(socket.FirstBuffer);
        var second = ArrayPool<byte>.Shared.Rent(socket.FirstBuffer);
        Assert.NotSame(first, second);
        await run;
        Assert.True(socket.FirstBuffer > 0);
        Assert.True(socket.HasBroken);
    }

    /// <summary>Gives as much of a frame as the buffer takes, wants a larger one, and breaks.</summary>
    private sealed class BreakingSocket : WebSocket
    {
        public int FirstBuffer { get; private set; }

        public bool HasBroken { get; private set; }

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => HasBroken ? WebSocketState.Aborted : WebSocketState.Open;

        public override string? SubProtocol => null;

        public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (buffer.IsEmpty)
            {
                return new(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Text, endOfMessage: false));
            }

            if (FirstBuffer > 0)
            {
                HasBroken = true;
                throw new WebSocketException("The line broke.");
            }

            FirstBuffer = buffer.Length;
            return new(new ValueWebSocketReceiveResult(buffer.Length, WebSocketMessageType.Text, endOfMessage: false));
        }

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public override void Abort()
        {
        }

        public override void Dispose()
        {
        }
    }
}
