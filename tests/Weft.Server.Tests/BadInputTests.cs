using System.Net.WebSockets;
using System.Text;
using Weft.Protocol;

namespace Weft.Server.Tests;

/// <summary>What a peer may do wrong: it gets a clear answer, loses nothing, and nobody else in the room notices.</summary>
public sealed class BadInputTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hello", "bad_json", null)]
    [InlineData("{\"type\":\"change\"", "bad_json", null)]
    [InlineData("[1,2]", "bad_frame", null)]
    [InlineData("{\"type\":\"dance\",\"id\":5}", "unknown_type", null)]
    [InlineData("{\"id\":5}", "missing_field", "type")]
    [InlineData("{\"type\":\"change\",\"id\":5,\"ops\":[]}", "missing_field", "base")]
    [InlineData("{\"type\":\"change\",\"id\":5,\"base\":\"one\",\"ops\":[]}", "bad_field", "base")]
    [InlineData("{\"type\":\"change\",\"id\":5,\"base\":1,\"ops\":[{\"op\":\"text\",\"path\":\"body\",\"changes\":[{\"from\":0,\"to\":99}]}]}", "out_of_range", null)]
    [InlineData("{\"type\":\"change\",\"id\":5,\"base\":1,\"ops\":[{\"op\":\"text\",\"path\":\"body\",\"changes\":[{\"from\":1,\"to\":1,\"insert\":\"\\ud800\"}]}]}", "bad_text", null)]
    [InlineData("{\"type\":\"change\",\"id\":5,\"base\":1,\"ops\":[{\"op\":\"text\",\"path\":\"title\",\"changes\":[{\"from\":0,\"to\":0,\"insert\":\"x\"}]}]}", "unknown_path", null)]
    [InlineData("{\"type\":\"change\",\"id\":5,\"base\":77,\"ops\":[{\"op\":\"text\",\"path\":\"body\",\"changes\":[{\"from\":0,\"to\":0,\"insert\":\"x\"}]}]}", "future_base", null)]
    [InlineData("{\"type\":\"change\",\"id\":5,\"base\":1,\"after\":4,\"ops\":[{\"op\":\"text\",\"path\":\"body\",\"changes\":[{\"from\":0,\"to\":0,\"insert\":\"x\"}]}]}", "after_unsaved", null)]
    [InlineData("{\"type\":\"join\",\"id\":5,\"document\":\"no-such-document\"}", "unknown_document", null)]
    public async Task M19_a_bad_message_is_answered_and_changes_nothing(string frame, string code, string? at)
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        await using var bob = await server.JoinAsync(id, "bob");
        await ada.InsertSavedAsync(1, 0, 0, "kept");
        await bob.NextAsync<RemoteChangeMessage>();
        var heardByBob = bob.Taken.Count;

        await ada.SendAsync(frame);
        var error = await ada.NextErrorAsync();
        Assert.Equal(code, error.Code);
        Assert.False(string.IsNullOrWhiteSpace(error.Message));
        if (at is not null)
        {
            Assert.Equal(at, error.At);
        }

        Assert.Equal("kept", await server.Api.ReadTextAsync(id, Ct));
        await bob.BeatAsync();
        var heard = bob.Taken.Skip(heardByBob).Where(m => m is not ResponseMessage { InReply: 999 }).ToList();
        Assert.True(heard.Count == 0 || (code == "unknown_document" && heard is [PresenceMessage]), string.Join(", ", heard));
        await ada.BeatAsync();
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task JOIN4_a_name_of_ten_thousand_characters_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.ConnectAsync();
        await ada.SendAsync(new JoinMessage(id, Name: new string('n', 10_000)) { Id = 3 });
        var answer = await ada.NextAsync<ResponseMessage>();
        Assert.Equal((ResponseStatus.Error, 3L, "bad_field", "name"), (answer.Status, answer.InReply!.Value, answer.Error!.Code, answer.Error.At));
        await ada.JoinAsync(id, "ada", "Ada");
    }

    [Fact]
    public async Task FRAME4_a_frame_over_1_MiB_is_skipped_and_answered()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        var frame = $$"""{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"{{new string('x', 3 * 1024 * 1024)}}"}]}]}""";
        await ada.SendAsync(frame);
        Assert.Equal("frame_too_large", (await ada.NextErrorAsync()).Code);
        await ada.InsertSavedAsync(1, 0, 0, "small");
        Assert.Equal("small", await server.Api.ReadTextAsync(id, Ct));
    }

    [Fact]
    public async Task FRAME4_a_frame_of_nearly_1_MiB_is_taken()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        var text = new string('x', Limits.MaxFrameBytes - 200);
        await ada.InsertSavedAsync(1, 0, 0, text);
        Assert.Equal(text, await server.Api.ReadTextAsync(id, Ct));
    }

    [Fact]
    public async Task FRAME4_a_frame_over_16_MiB_closes_with_1009()
    {
        await using var server = await TestServer.StartAsync();
        await using var ada = await server.ConnectAsync();
        try
        {
            await ada.SendRawAsync(new byte[Limits.MaxSkippedFrameBytes + (64 * 1024)], WebSocketMessageType.Text);
        }
        catch (WebSocketException)
        {
            // The server may hang up before everything is sent.
            return;
        }

        Assert.Equal(CloseCodes.FrameTooLarge, await ada.ClosedAsync());
    }

    [Fact]
    public async Task FRAME2_a_binary_frame_is_answered_with_bad_frame()
    {
        await using var server = await TestServer.StartAsync();
        await using var ada = await server.ConnectAsync();
        await ada.SendRawAsync(Encoding.UTF8.GetBytes("""{"type":"heartbeat","id":1}"""), WebSocketMessageType.Binary);
        Assert.Equal("bad_frame", (await ada.NextErrorAsync()).Code);
        await ada.BeatAsync();
    }

    [Fact]
    public async Task FRAME6_more_than_20_bad_messages_close_with_4000_and_nobody_else_notices()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var bob = await server.JoinAsync(id, "bob");
        await using var ada = await server.ConnectAsync();
        for (var n = 0; n <= Limits.MaxBadMessages; n++)
        {
            await ada.SendAsync("nonsense");
        }

        Assert.Equal(CloseCodes.TooManyBadMessages, await ada.ClosedAsync());
        await bob.InsertSavedAsync(1, 0, 0, "fine");
        Assert.DoesNotContain(bob.Taken, m => m is PresenceMessage);
    }

    [Fact]
    public async Task BEAT5_ten_thousand_messages_at_once_are_told_to_slow_down_and_others_go_on()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        await using var bob = await server.JoinAsync(id, "bob");
        var flood = Task.Run(
            async () =>
            {
                for (var n = 0; n < 10_000; n++)
                {
                    await ada.SendAsync("""{"type":"heartbeat","id":5}""");
                }
            },
            Ct);
        await bob.InsertSavedAsync(1, 0, 0, "meanwhile");
        await flood;
        Assert.Equal("slow_down", (await ada.NextErrorAsync()).Code);
        Assert.Equal("meanwhile", await server.Api.ReadTextAsync(id, Ct));
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task REPLY4_before_a_join_and_after_a_leave_nothing_is_taken()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.ConnectAsync();
        await ada.InsertAsync(1, 0, 0, "x");
        Assert.Equal("not_joined", (await ada.NextErrorAsync()).Code);
        await ada.SendAsync("""{"type":"cursor","id":2,"base":0}""");
        Assert.Equal("not_joined", (await ada.NextErrorAsync()).Code);
        await ada.SendAsync(new LeaveMessage { Id = 3 });
        Assert.Equal(ResponseStatus.Ok, (await ada.NextAsync<ResponseMessage>()).Status);

        await ada.JoinAsync(id, "ada");
        await ada.SendAsync(new LeaveMessage { Id = 4 });
        Assert.Equal((ResponseStatus.Ok, 4L), (await ada.NextAsync<ResponseMessage>()) is var left ? (left.Status, left.InReply!.Value) : default);
        await ada.InsertAsync(1, 0, 0, "x");
        Assert.Equal("not_joined", (await ada.NextErrorAsync()).Code);
        Assert.Equal(string.Empty, await server.Api.ReadTextAsync(id, Ct));
    }

    [Fact(DisplayName = "[BEAT-4] Who does not read is closed with 4003, others go on, and after joining again it has everything")]
    public async Task BEAT4_who_does_not_read_is_closed_with_4003_and_others_go_on()
    {
        await using var server = await TestServer.StartAsync(configure: o => o.MaxWaitingBytes = 64 * 1024);
        var id = await server.CreateAsync();
        using var deaf = new ClientWebSocket();
        deaf.Options.AddSubProtocol(Limits.Subprotocol);
        await deaf.ConnectAsync(server.Address.Socket, Ct);
        await deaf.SendAsync(Encoding.UTF8.GetBytes($$"""{"type":"join","document":"{{id}}","client":"deaf"}"""), WebSocketMessageType.Text, true, Ct);
        await using var ada = await server.JoinAsync(id, "ada");
        var text = new string('x', 500_000);
        var revision = 0;
        while (!server.Log.All.Any(l => l.Contains($"is closed with {CloseCodes.TooSlow}", StringComparison.Ordinal)))
        {
            Assert.True(revision < 60, "The one who does not read was never closed.");
            await ada.InsertSavedAsync(revision + 1, revision, 0, text);
            revision++;
        }

        Assert.Equal(CloseCodes.TooSlow, await ReadToCloseAsync(deaf));
        await using var again = await server.ConnectAsync();
        var sync = await again.JoinAsync(id, "deaf", have: new HaveState(ada.Sync.Generation, 0));
        Assert.Equal(revision, sync.Revision);
        var length = sync.Changes is { } changes
            ? changes.Sum(c => ((TextOperation)Assert.Single(c.Ops)).Changes.Single().Insert!.Length)
            : sync.Snapshot!.Texts["body"].Sum(r => r.Insert.Length);
        Assert.Equal(revision * text.Length, length);
    }

    [Fact(DisplayName = "[FRAME-1] A client without subprotocol is served, one that offers weft.v1 gets it, one with only others is refused")]
    public async Task FRAME1_a_client_without_subprotocol_is_served_and_one_with_another_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        using var plain = new ClientWebSocket();
        await plain.ConnectAsync(server.Address.Socket, Ct);
        Assert.Null(plain.SubProtocol);
        await plain.SendAsync("""{"type":"heartbeat","id":1}"""u8.ToArray(), WebSocketMessageType.Text, true, Ct);
        var buffer = new byte[1_000];
        var read = await plain.ReceiveAsync(buffer.AsMemory(), Ct);
        Assert.Contains("\"ok\"", Encoding.UTF8.GetString(buffer, 0, read.Count), StringComparison.Ordinal);

        using var several = new ClientWebSocket();
        several.Options.AddSubProtocol("chat");
        several.Options.AddSubProtocol("weft.v1");
        await several.ConnectAsync(server.Address.Socket, Ct);
        Assert.Equal("weft.v1", several.SubProtocol);

        using var other = new ClientWebSocket();
        other.Options.AddSubProtocol("chat");
        other.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => other.ConnectAsync(server.Address.Socket, Ct));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, other.HttpStatusCode);
    }

    private static async Task<int?> ReadToCloseAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), Ct)).MessageType != WebSocketMessageType.Close)
            {
                // What waited in the network is read and forgotten.
            }
        }
        catch (WebSocketException)
        {
            return null;
        }

        return (int?)socket.CloseStatus;
    }
}
