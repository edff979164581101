using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Weft.Protocol;
using Weft.Server.Tests.Faults;
using Weft.Server.Tests.Files;

namespace Weft.Server.Tests.Operations;

/// <summary>Every limit, hit: who goes beyond is told with the limit's own code, and the hit is counted.</summary>
public sealed class LimitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(DisplayName = "[BEAT-6] One connection too many of the server is closed with 4010")]
    public Task Connections() => RefusesAConnectionAsync(ServerLimits.Connections);

    [Fact(DisplayName = "[BEAT-6] One connection too many of an address is closed with 4010")]
    public Task AddressConnections() => RefusesAConnectionAsync(ServerLimits.AddressConnections);

    [Fact(DisplayName = "[BEAT-7] What an address sends beyond its messages a second is read later, and it is told")]
    public Task AddressMessages() => SlowsDownAsync(ServerLimits.AddressMessages, 10, 30);

    [Fact(DisplayName = "[BEAT-7] What an address sends beyond its bytes a second is read later, and it is told")]
    public Task AddressBytes() => SlowsDownAsync(ServerLimits.AddressBytes, 4_096, 300);

    [Fact(DisplayName = "[JOIN-12] Too many joins of an address are refused")]
    public Task AddressJoins() => RefusesAsync(ServerLimits.AddressJoins, 1, JoinTwiceAsync);

    [Fact(DisplayName = "[JOIN-12] Too many joins of a connection are refused")]
    public Task Joins() => RefusesAsync(ServerLimits.Joins, 1, JoinTwiceAsync);

    [Fact(DisplayName = "[JOIN-12] A document that has as many connections as it can takes no other")]
    public Task DocumentUsers() => RefusesAsync(ServerLimits.DocumentUsers, 1, async (server, document) =>
    {
        await using var ada = await server.JoinAsync(document, "ada");
        await using var bo = await server.ConnectAsync();
        await bo.SendAsync(new JoinMessage(document, "bo") { Id = 1 });
        return (await bo.NextErrorAsync()).Code;
    });

    [Fact(DisplayName = "[JOIN-12] A server that has as many documents open as it can opens no other")]
    public Task OpenDocuments() => RefusesAsync(ServerLimits.OpenDocuments, 1, async (server, document) =>
    {
        await using var ada = await server.JoinAsync(document, "ada");
        await using var bo = await server.ConnectAsync();
        await bo.SendAsync(new JoinMessage(await server.CreateAsync(), "bo") { Id = 1 });
        using var export = await server.Http.GetAsync($"/api/v1/documents/{await server.CreateAsync()}/export", Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, export.StatusCode);
        return (await bo.NextErrorAsync()).Code;
    }, hits: 2);

    [Fact(DisplayName = "[JOIN-4] A name longer than the server takes is refused")]
    public Task NameUnits() => RefusesAsync(ServerLimits.NameUnits, 3, async (server, document) =>
    {
        await using var ada = await server.ConnectAsync();
        await ada.SendAsync(new JoinMessage(document, "ada", "Adam") { Id = 1 });
        return (await ada.NextErrorAsync()).Code;
    });

    [Fact(DisplayName = "[FRAME-4] A frame longer than the server takes is refused")]
    public Task FrameBytes() => RefusesAsync(ServerLimits.FrameBytes, 4_096, async (server, document) =>
    {
        await using var ada = await server.JoinAsync(document);
        await ada.SendAsync(new string(' ', 5_000));
        return (await ada.NextErrorAsync()).Code;
    });

    [Fact(DisplayName = "[FRAME-4] A frame longer than the server skips ends the connection")]
    public Task SkippedFrameBytes() => ClosesAsync(ServerLimits.SkippedFrameBytes, 8_192, peer => peer.SendAsync(new string(' ', 100_000)).AsTask());

    [Fact(DisplayName = "[FRAME-6] More bad messages than the server bears end the connection")]
    public Task BadMessages() => ClosesAsync(ServerLimits.BadMessages, 1, async peer =>
    {
        await peer.SendAsync("x");
        await peer.SendAsync("x");
    });

    [Fact(DisplayName = "[BEAT-5] More messages than the server takes of a connection are dropped")]
    public Task Messages() => RefusesAsync(ServerLimits.Messages, 1, async (server, document) =>
    {
        await using var ada = await server.JoinAsync(document);
        for (var i = 0; i < 10; i++)
        {
            await ada.SendAsync(new HeartbeatMessage());
        }

        return (await ada.NextErrorAsync()).Code;
    });

    [Fact(DisplayName = "[CHANGE-4] More unanswered changes than the server takes are refused")]
    public async Task UnansweredChanges()
    {
        var gate = new TaskCompletionSource();
        var store = new WatchedStore { Gate = gate.Task };
        await using var server = await TestServer.StartAsync(store, o => o.Limits[ServerLimits.UnansweredChanges] = 2);
        var document = await server.CreateAsync();
        await using var ada = await server.JoinAsync(document);
        for (var id = 1; id <= 3; id++)
        {
            await ada.InsertAsync(id, 0, 0, "a");
        }

        // When this is answered all three are with the room, and when that is answered it has dealt with them.
        await ada.SendAsync("x");
        Assert.Equal(ErrorCodes.BadJson, (await ada.NextErrorAsync()).Code);
        (await server.Http.GetAsync($"/api/v1/documents/{document}/export?format=txt", Ct)).EnsureSuccessStatusCode();
        gate.SetResult();
        var refusal = await ada.NextAsync<ResponseMessage>(r => r.InReply == 3);
        Assert.Equal(ServerLimits.UnansweredChanges.Code, refusal.Error?.Code);
    }

    [Theory]
    [InlineData("text-units", "text", """[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"too long"}]}]""", 3)]
    [InlineData("operations", "text", """[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"a"}]},{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"a"}]}]""", 1)]
    [InlineData("items", "board", """[{"op":"add","path":"elements/a","kind":"line","properties":{"x":0,"y":0}},{"op":"add","path":"elements/b","kind":"line","properties":{"x":0,"y":0}}]""", 1)]
    [InlineData("property-units", "board", """[{"op":"add","path":"elements/a","kind":"line","properties":{"x":0,"text":"longer than sixteen"}}]""", 16)]
    public async Task A_change_beyond_a_limit_of_the_document_is_rejected(string name, string kind, string ops, long value)
    {
        var limit = ServerLimits.All.Single(l => l.Name == name);
        await using var server = await TestServer.StartAsync(configure: o => o.Limits[limit] = value);
        await using var ada = await server.JoinAsync(await server.CreateAsync(kind));
        await ada.SendAsync($$"""{"type":"change","id":1,"base":0,"ops":{{ops}}}""");
        Assert.Equal(limit.Code, (await ada.NextErrorAsync()).Code);
    }

    [Fact]
    public async Task A_change_beyond_the_changes_of_a_document_is_rejected()
    {
        await using var server = await TestServer.StartAsync(configure: o => o.Limits[ServerLimits.DocumentChanges] = 1);
        await using var ada = await server.JoinAsync(await server.CreateAsync());
        await ada.InsertSavedAsync(1, 0, 0, "a");
        await ada.InsertAsync(2, 1, 0, "b");
        Assert.Equal(ServerLimits.DocumentChanges.Code, (await ada.NextErrorAsync()).Code);
    }

    [Fact(DisplayName = "[BEAT-4] Who lets more bytes or frames wait than the server holds is closed with 4003")]
    public async Task Waiting()
    {
        foreach (var limit in (ServerLimit[])[ServerLimits.WaitingBytes, ServerLimits.WaitingFrames])
        {
            await using var server = await TestServer.StartAsync(configure: o => o.Limits[limit] = limit.Least);
            var document = await server.CreateAsync();
            using var silent = new ClientWebSocket();
            await silent.ConnectAsync(server.Address.Socket, Ct);
            await silent.SendAsync(Encoding.UTF8.GetBytes($$"""{"type":"join","document":"{{document}}"}"""), WebSocketMessageType.Text, true, Ct);
            await using var ada = await server.JoinAsync(document, "ada");
            for (var id = 1; id < 500 && await HitsAsync(server, limit) == 0; id++)
            {
                await ada.InsertSavedAsync(id, id - 1, 0, new string('a', 30_000));
            }

            Assert.True(await HitsAsync(server, limit) > 0);
        }
    }

    [Fact]
    public Task Documents() => RefusesRequestAsync(ServerLimits.Documents, 1, HttpStatusCode.InsufficientStorage, server => CreateAsync(server, "Notes"));

    [Fact]
    public Task TitleUnits() => RefusesRequestAsync(ServerLimits.TitleUnits, 5, HttpStatusCode.BadRequest, server => CreateAsync(server, "Longer"), hits: 0);

    [Fact]
    public Task RequestBytes() => RefusesRequestAsync(ServerLimits.RequestBytes, 256, HttpStatusCode.BadRequest, server => CreateAsync(server, new string('a', 300)), hits: 0);

    [Fact]
    public Task AddressRequests() => RefusesRequestAsync(
        ServerLimits.AddressRequests, 2, HttpStatusCode.TooManyRequests, async server =>
        {
            (await server.Http.GetAsync("/api/v1/info", Ct)).Dispose();
            return await server.Http.GetAsync("/api/v1/info", Ct);
        }, admin: false);

    [Fact]
    public Task AddressImports() => RefusesRequestAsync(ServerLimits.AddressImports, 1, HttpStatusCode.TooManyRequests, async server =>
    {
        (await ImportAsync(server, "a.txt", "a"u8.ToArray())).Dispose();
        return await ImportAsync(server, "a.txt", "a"u8.ToArray());
    });

    [Theory]
    [InlineData("text-file-bytes", "a.txt")]
    [InlineData("drawing-file-bytes", "a.json")]
    [InlineData("board-file-bytes", "a.excalidraw")]
    [InlineData("weft-file-bytes", "a.weft")]
    public Task File_bytes(string name, string file) => RefusesRequestAsync(
        ServerLimits.All.Single(l => l.Name == name), 3, HttpStatusCode.RequestEntityTooLarge, server => ImportAsync(server, file, "four"u8.ToArray()));

    [Fact]
    public Task PictureBytes() => RefusesRequestAsync(ServerLimits.PictureBytes, 1_024, HttpStatusCode.RequestEntityTooLarge, server => UploadAsync(server, 2_000));

    [Fact]
    public Task PicturePixels() => RefusesRequestAsync(ServerLimits.PicturePixels, 5, HttpStatusCode.UnprocessableEntity, server => UploadAsync(server));

    [Fact]
    public Task DocumentPictureBytes() => RefusesRequestAsync(ServerLimits.DocumentPictureBytes, 3_000, HttpStatusCode.RequestEntityTooLarge, server => UploadAsync(server, 2_000, 2_001));

    [Fact]
    public Task AddressUploads() => RefusesRequestAsync(ServerLimits.AddressUploads, 1, HttpStatusCode.TooManyRequests, server => UploadAsync(server, 0, 0));

    [Fact]
    public async Task Imports_at_once()
    {
        await using var server = await TestServer.StartAsync(configure: o => o.Limits[ServerLimits.ImportsAtOnce] = 1);

        // One that arrives while another one passes is refused itself: then the next one is held.
        var held = new List<HeldContent>();
        var answers = new List<Task<HttpResponseMessage>>();
        await Eventually.HoldsAsync(
            async () =>
            {
                held.Add(new HeldContent());
                answers.Add(server.Http.PostAsync("/api/v1/documents/import?name=a.txt", held[^1], Ct));
                await held[^1].Sending.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
                await Task.Delay(TimeSpan.FromMilliseconds(50), Ct);
                using var second = await ImportAsync(server, "b.txt", "b"u8.ToArray());
                return (await second.Content.ReadAsStringAsync(Ct)).Contains($"\"{ServerLimits.ImportsAtOnce.Code}\"", StringComparison.Ordinal);
            },
            "No second import was refused while one was held.");
        held.ForEach(body => body.Release.TrySetResult());
        foreach (var answer in answers)
        {
            (await answer).Dispose();
        }

        held.ForEach(body => body.Dispose());
    }

    [Fact]
    public void A_limit_is_set_by_its_name_within_its_range()
    {
        var limits = new ServerLimits();
        Assert.True(limits.TrySet("connections=7", out _));
        Assert.Equal(7, limits[ServerLimits.Connections]);
        foreach (var wrong in (string[])["connections", "connections=", "connections=0", "connections=x", "unheard-of=1", "=1"])
        {
            Assert.False(limits.TrySet(wrong, out var reason));
            Assert.NotEmpty(reason);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => limits[ServerLimits.Connections] = 0);
    }

    private static async Task RefusesAConnectionAsync(ServerLimit limit)
    {
        await using var server = await StartAsync(limit, 1);
        await using var ada = await server.JoinAsync(await server.CreateAsync());
        await using (var bo = await server.ConnectAsync())
        {
            Assert.Equal(CloseCodes.TooManyConnections, await bo.ClosedAsync());
        }

        await ada.BeatAsync();
        Assert.Equal(1, await HitsAsync(server, limit));
    }

    private static async Task SlowsDownAsync(ServerLimit limit, long value, int messages)
    {
        await using var server = await StartAsync(limit, value);
        await using var ada = await server.JoinAsync(await server.CreateAsync());
        for (var id = 1; id <= messages; id++)
        {
            await ada.InsertAsync(id, 0, 0, "a");
        }

        Assert.Equal(ErrorCodes.AddressBusy, (await ada.NextErrorAsync()).Code);
        if (limit == ServerLimits.AddressMessages)
        {
            // Nothing of it is lost.
            Assert.Equal(ResponseStatus.Saved, (await ada.NextAsync<ResponseMessage>(r => r.InReply == messages)).Status);
        }
    }

    private static async Task RefusesAsync(ServerLimit limit, long value, Func<TestServer, string, Task<string>> hit, int hits = 1)
    {
        await using var server = await StartAsync(limit, value);
        Assert.Equal(limit.Code, await hit(server, await server.CreateAsync()));
        Assert.Equal(hits, await HitsAsync(server, limit));
    }

    private static async Task<string> JoinTwiceAsync(TestServer server, string document)
    {
        await using var ada = await server.JoinAsync(document);
        await ada.SendAsync(new JoinMessage(document) { Id = 2 });
        return (await ada.NextErrorAsync()).Code;
    }

    private static async Task ClosesAsync(ServerLimit limit, long value, Func<Peer, Task> hit)
    {
        await using var server = await StartAsync(limit, value);
        await using var ada = await server.JoinAsync(await server.CreateAsync());
        await hit(ada);
        Assert.Equal(limit.Code, (await ada.ClosedAsync())?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(1, await HitsAsync(server, limit));
    }

    private static async Task RefusesRequestAsync(
        ServerLimit limit, long value, HttpStatusCode status, Func<TestServer, Task<HttpResponseMessage>> hit, int hits = 1, bool admin = true)
    {
        await using var server = await StartAsync(limit, value);
        if (limit == ServerLimits.Documents)
        {
            await server.CreateAsync();
        }

        if (limit == ServerLimits.AddressRequests)
        {
            await server.Http.GetAsync("/api/v1/info", Ct);
        }

        using var answer = await hit(server);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(limit.Code, (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString());
        if (admin && hits > 0)
        {
            Assert.Equal(hits, await HitsAsync(server, limit));
        }
    }

    private static Task<TestServer> StartAsync(ServerLimit limit, long value) => TestServer.StartAsync(configure: o =>
    {
        o.Limits[limit] = value;
        o.Limits.CountLoopback = true;
    });

    private static async Task<long> HitsAsync(TestServer server, ServerLimit limit)
    {
        var limits = await server.Http.GetFromJsonAsync<JsonElement>("/api/v1/admin/limits", Ct);
        return limits.GetProperty("limits").EnumerateArray().Single(l => l.GetProperty("name").GetString() == limit.Name).GetProperty("hits").GetInt64();
    }

    private static Task<HttpResponseMessage> CreateAsync(TestServer server, string title) =>
        server.Http.PostAsJsonAsync("/api/v1/documents", new { title, kind = "text" }, Ct);

    private static async Task<HttpResponseMessage> ImportAsync(TestServer server, string name, byte[] file)
    {
        using var content = new ByteArrayContent(file);
        return await server.Http.PostAsync($"/api/v1/documents/import?name={name}", content, Ct);
    }

    // Into one document, with so many bytes besides what a small picture has.
    private static async Task<HttpResponseMessage> UploadAsync(TestServer server, params int[] padding)
    {
        var document = await server.CreateAsync("board");
        foreach (var bytes in padding.SkipLast(1))
        {
            (await UploadAsync(server, document, bytes)).Dispose();
        }

        return await UploadAsync(server, document, padding.LastOrDefault());
    }

    private static async Task<HttpResponseMessage> UploadAsync(TestServer server, string document, int padding)
    {
        using var content = new ByteArrayContent(Pictures.Png(padding: padding));
        return await server.Http.PostAsync($"/api/v1/documents/{document}/files", content, Ct);
    }

    /// <summary>A body that begins and then waits.</summary>
    private sealed class HeldContent : HttpContent
    {
        public TaskCompletionSource Sending { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("a"u8.ToArray(), Ct);
            await stream.FlushAsync(Ct);
            Sending.TrySetResult();
            await Release.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
