using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Weft.Protocol;

namespace Weft.Server.Tests.Operations;

public sealed class AdminTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rooms_tell_who_is_where_and_what_happens_there()
    {
        await using var server = await TestServer.StartAsync();
        var document = await server.CreateAsync(title: "Minutes");
        await using var ada = await server.JoinAsync(document, "ada");
        await using var bo = await server.JoinAsync(document, "bo");
        await ada.InsertSavedAsync(1, 0, 0, "Hello");

        var room = (await GetAsync(server, "rooms")).GetProperty("rooms")[0];

        Assert.Equal(document, room.GetProperty("document").GetString());
        Assert.Equal("Minutes", room.GetProperty("title").GetString());
        Assert.Equal(2, room.GetProperty("users").GetInt32());
        Assert.Equal(1, room.GetProperty("revision").GetInt64());
        Assert.Equal(1, room.GetProperty("changes").GetInt64());
    }

    [Fact(DisplayName = "[ACCESS-7] A session that is closed by whoever looks after the server ends with 4008, and no other does")]
    public async Task Close()
    {
        await using var server = await TestServer.StartAsync();
        var document = await server.CreateAsync();
        await using var ada = await server.JoinAsync(document, "ada", "Ada");
        await using var bo = await server.JoinAsync(document, "bo", "Bo");
        var sessions = (await GetAsync(server, "sessions")).GetProperty("sessions").EnumerateArray().ToList();
        var hers = sessions.Single(s => s.GetProperty("client").GetString() == "ada");
        Assert.Equal("Ada", hers.GetProperty("name").GetString());
        Assert.Equal(document, hers.GetProperty("document").GetString());
        Assert.True(hers.GetProperty("received").GetInt64() > 0);

        using var closed = await server.Http.PostAsync($"/api/v1/admin/sessions/{hers.GetProperty("connection")}/close", null, Ct);
        Assert.Equal(HttpStatusCode.NoContent, closed.StatusCode);
        Assert.Equal(CloseCodes.AccessWithdrawn, await ada.ClosedAsync());
        await bo.BeatAsync();

        using var unknown = await server.Http.PostAsync("/api/v1/admin/sessions/999999/close", null, Ct);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Storage_and_server_tell_totals()
    {
        await using var server = await TestServer.StartAsync();
        var document = await server.CreateAsync();
        await using var ada = await server.JoinAsync(document);
        await ada.InsertSavedAsync(1, 0, 0, "Hello");

        var storage = await GetAsync(server, "storage");
        var totals = await GetAsync(server, "server");

        Assert.Equal(1, storage.GetProperty("documents").GetInt64());
        Assert.True(storage.GetProperty("ready").GetBoolean());
        Assert.Equal(1, totals.GetProperty("changes").GetInt64());
        Assert.Equal(1, totals.GetProperty("connections").GetInt32());
        Assert.True(totals.GetProperty("bytes_received").GetInt64() > 0);
    }

    [Fact]
    public async Task Limits_tell_what_holds_and_what_was_hit()
    {
        await using var server = await TestServer.StartAsync(configure: o => o.Limits[ServerLimits.Joins] = 1);
        var document = await server.CreateAsync();
        await using var ada = await server.JoinAsync(document);
        await ada.SendAsync(new JoinMessage(document) { Id = 2 });
        Assert.Equal(ErrorCodes.TooManyJoins, (await ada.NextErrorAsync()).Code);

        var limit = (await GetAsync(server, "limits")).GetProperty("limits").EnumerateArray().Single(l => l.GetProperty("name").GetString() == "joins-per-minute");

        Assert.Equal(1, limit.GetProperty("value").GetInt64());
        Assert.Equal(ServerLimits.Joins.Default, limit.GetProperty("default").GetInt64());
        Assert.Equal(1, limit.GetProperty("hits").GetInt64());
    }

    private static async Task<JsonElement> GetAsync(TestServer server, string what) =>
        await server.Http.GetFromJsonAsync<JsonElement>($"/api/v1/admin/{what}", Ct);
}
