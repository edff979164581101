using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Weft.Protocol;

namespace Weft.Server.Tests.Faults;

/// <summary>Somebody stops reading while others write much.</summary>
public sealed class SlowReaderTests
{
    private const int Changes = 140;
    private const int ChangeBytes = 100_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(DisplayName = "[BEAT-4] A reader that stops costs bounded memory and nobody else anything, and is brought up to date when it returns")]
    public async Task BEAT4_a_reader_that_stops_is_let_go_and_comes_back()
    {
        await using var server = await TestServer.StartAsync(configure: o => o.MaxWaitingBytes = 256 * 1024);
        var id = await server.CreateAsync();
        using var stuck = await JoinAsync(server, id);
        await using var ada = await server.JoinAsync(id, "ada");
        await using var bob = await server.JoinAsync(id, "bob");
        await WriteAsync(ada, Changes);

        // Everybody else had everything, in order.
        for (var revision = 1; revision <= Changes; revision++)
        {
            Assert.Equal(revision, (await bob.NextAsync<RemoteChangeMessage>()).Revision);
        }

        await Eventually.HoldsAsync(
            () => server.Log.All.Any(l => l.Contains($"is closed with {CloseCodes.TooSlow}", StringComparison.Ordinal)), "The reader that stopped is still served.");

        // What was kept for it is the limit and what the network holds, however much was written.
        var (bytes, revisions) = await ReadToEndAsync(stuck);
        Assert.InRange(bytes, 1, Changes * ChangeBytes / 2);
        Assert.Equal(Enumerable.Range(1, revisions.Count).Select(n => (long)n), revisions);

        await using var back = await server.ConnectAsync();
        var sync = await back.JoinAsync(id, "stuck", have: new HaveState(bob.Sync.Generation, revisions.Count));
        Assert.Equal(Changes, sync.Revision);
        Assert.True(sync.Snapshot is not null || sync.Changes!.Value.Length == Changes - revisions.Count);
    }

    [Fact]
    public async Task A_reader_that_stops_for_a_while_and_has_little_to_catch_up_with_stays()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        using var slow = await JoinAsync(server, id);
        await using var ada = await server.JoinAsync(id, "ada");
        await WriteAsync(ada, 20);
        var (_, revisions) = await ReadToEndAsync(slow, 20);
        Assert.Equal(Enumerable.Range(1, 20).Select(n => (long)n), revisions);
        Assert.DoesNotContain(server.Log.All, l => l.Contains($"is closed with {CloseCodes.TooSlow}", StringComparison.Ordinal));
    }

    private static async Task WriteAsync(Peer peer, int changes)
    {
        for (var n = 1; n <= changes; n++)
        {
            await peer.InsertSavedAsync(n, n - 1, 0, new string('x', ChangeBytes));
        }
    }

    /// <summary>Joins over a connection for which this side holds little, and reads no more than that it has joined.</summary>
    private static async Task<ClientWebSocket> JoinAsync(TestServer server, string id)
    {
        using var narrow = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 16 * 1024 };
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(Limits.Subprotocol);
        await socket.ConnectAsync(server.Address.Socket, narrow, Ct);
        await socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"type":"join","document":"{{id}}","client":"stuck"}"""), WebSocketMessageType.Text, endOfMessage: true, Ct);
        Assert.True((await socket.ReceiveAsync(new byte[64 * 1024], Ct)).EndOfMessage);
        return socket;
    }

    /// <summary>Reads what was kept, until there are so many changes or the connection ends, whichever way.</summary>
    private static async Task<(long Bytes, List<long> Revisions)> ReadToEndAsync(ClientWebSocket socket, int changes = int.MaxValue)
    {
        var frame = new MemoryStream();
        var buffer = new byte[64 * 1024];
        long bytes = 0;
        var revisions = new List<long>();
        try
        {
            while (revisions.Count < changes && await socket.ReceiveAsync(buffer, Ct).WaitAsync(Patience, Ct) is { MessageType: WebSocketMessageType.Text } part)
            {
                bytes += part.Count;
                frame.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    revisions.AddRange(Wire.ParseServer(frame.ToArray()) is { Succeeded: true, Message: RemoteChangeMessage change } ? [change.Revision] : []);
                    frame.SetLength(0);
                }
            }
        }
        catch (WebSocketException)
        {
            // Cut off: what did not fit into the network is gone with the connection.
        }

        return (bytes, revisions);
    }
}
