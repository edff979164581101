using System.Net;
using System.Net.Sockets;
using System.Text;
using Weft.Protocol;
using Weft.Server.Hosting;
using Weft.Server.Tests.Faults;

namespace Weft.Server.Tests;

/// <summary>A WebSocket that has left HTTP behind is a connection as any other.</summary>
public sealed class HandoverTests
{
    private const string Request = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_long_goes_both_ways(bool handsOver)
    {
        await using var server = await TestServer.StartAsync(handsOver: handsOver);
        var document = await server.CreateAsync();
        await using var writer = await server.JoinAsync(document);
        await using var reader = await server.JoinAsync(document);
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => i % 10));

        await writer.InsertSavedAsync(1, 0, 0, text);

        var change = await reader.NextAsync<RemoteChangeMessage>();
        Assert.Equal(text, Assert.IsType<TextOperation>(Assert.Single(change.Ops)).Changes[0].Insert!.Text);
    }

    [Fact]
    public async Task What_came_with_the_request_is_heard_after_it()
    {
        await using var server = await TestServer.StartAsync();
        using var socket = await ConnectAsync(server);
        byte[] ping = [0x89, 0x82, 0, 0, 0, 0, (byte)'h', (byte)'i'];

        await socket.SendAsync(new[] { new ArraySegment<byte>(Encoding.ASCII.GetBytes(Request)), new ArraySegment<byte>(ping) });

        var heard = await ReadUntilAsync(socket, bytes => Encoding.Latin1.GetString([.. bytes]).EndsWith("\u008a\u0002hi", StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 101", Encoding.Latin1.GetString([.. heard]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_is_gone_without_a_word_is_forgotten()
    {
        await using var server = await TestServer.StartAsync();
        var connections = server.Service<WeftService>().Connections;
        using (var socket = await ConnectAsync(server))
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(Request));
            await Eventually.HoldsAsync(() => connections.Count == 1, "The connection is not there.");
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        await Eventually.HoldsAsync(() => connections.Count == 0, "The connection is still there.");
    }

    [Fact]
    public async Task A_close_is_answered_and_the_line_ends()
    {
        await using var server = await TestServer.StartAsync();
        using var socket = await ConnectAsync(server);
        await socket.SendAsync(Encoding.ASCII.GetBytes(Request));
        await ReadUntilAsync(socket, bytes => Encoding.Latin1.GetString([.. bytes]).EndsWith("\r\n\r\n", StringComparison.Ordinal));

        await socket.SendAsync(new byte[] { 0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8 });

        var rest = await ReadToEndAsync(socket);
        Assert.Equal([0x88, 0x02, 0x03, 0xe8], rest);
    }

    [Fact]
    public async Task A_client_that_never_takes_the_last_word_is_cut()
    {
        await using var server = await TestServer.StartAsync();
        var connections = server.Service<WeftService>().Connections;
        var document = await server.CreateAsync();
        await using var writer = await server.JoinAsync(document);
        using var socket = await ConnectAsync(server, receiveBuffer: 4_096);
        await socket.SendAsync(Encoding.ASCII.GetBytes(Request));
        await ReadUntilAsync(socket, bytes => Encoding.Latin1.GetString([.. bytes]).EndsWith("\r\n\r\n", StringComparison.Ordinal));
        await socket.SendAsync(Masked($$"""{"type":"join","document":"{{document}}","id":1}"""));
        await Eventually.HoldsAsync(() => connections.Count == 2, "The connection is not there.");

        for (var id = 1; connections.Count == 2 && id < 2_000; id++)
        {
            var edit = new TextEdit(0, id == 1 ? 0 : 50_000, TextContent.Of(new string('x', 50_000)));
            await writer.SendAsync(new ChangeMessage(id - 1, [new TextOperation("body", [edit])]) { Id = id });
            Assert.Null((await writer.NextAsync<ResponseMessage>(answer => answer.InReply == id)).Error);
        }

        await Eventually.HoldsAsync(() => connections.Count == 1, "Whoever reads nothing is still there.");
    }

    [Fact]
    public async Task The_server_stops_while_sockets_are_open()
    {
        await using var server = await TestServer.StartAsync();
        await using var peer = await server.JoinAsync(await server.CreateAsync());

        await server.StopAsync();

        var end = await peer.ClosedAsync();
        Assert.Equal(CloseCodes.ServerStopping, end);
    }

    private static async Task<Socket> ConnectAsync(TestServer server, int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } bytes)
        {
            socket.ReceiveBufferSize = bytes;
        }

        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Http.Port, Ct);
        return socket;
    }

    private static byte[] Masked(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        Assert.InRange(payload.Length, 1, 125);
        return [0x81, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload];
    }

    private static async Task<List<byte>> ReadUntilAsync(Socket socket, Predicate<List<byte>> isAll)
    {
        var heard = new List<byte>();
        var buffer = new byte[4_096];
        while (!isAll(heard))
        {
            var read = await socket.ReceiveAsync(buffer, Ct);
            Assert.NotEqual(0, read);
            heard.AddRange(buffer[..read]);
        }

        return heard;
    }

    private static async Task<List<byte>> ReadToEndAsync(Socket socket)
    {
        var heard = new List<byte>();
        var buffer = new byte[4_096];
        while (await socket.ReceiveAsync(buffer, Ct) is var read and > 0)
        {
            heard.AddRange(buffer[..read]);
        }

        return heard;
    }
}
