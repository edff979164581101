using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Weft.Server.Tests.Access;
using Weft.Server.Tests.Faults;

namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>OpenJam's REST interface on a server that is open: field by field, and its errors word by word.</summary>
public sealed class OpenJamRestTests : OpenJamTest
{
    [Fact]
    public async Task J02_registering_answers_with_a_token_a_user_and_the_cookie()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new Browser(server.Address);
        var answer = await browser.PostAsync("openjam/api/auth/register", new { email = "Ann@Example.org", password = "whatever", displayName = " Ann " });
        Assert.Equal(200, (int)answer.Status);
        var user = answer.Json.GetProperty("user");
        Assert.Equal(["avatarColor", "createdAt", "displayName", "email", "id", "updatedAt"], user.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("ann@example.org", "Ann"), (user.GetProperty("email").GetString(), user.GetProperty("displayName").GetString()));
        Assert.Matches("^#[0-9a-f]{6}$", user.GetProperty("avatarColor").GetString()!);
        Assert.True(DateTimeOffset.TryParseExact(user.GetProperty("createdAt").GetString(), "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _));
        Assert.Matches("^wb_session=[^;]+; max-age=604800; path=/; samesite=lax; httponly$", answer.Headers["Set-Cookie"]);
        var me = await browser.GetAsync("openjam/api/me");
        Assert.Equal(user.GetProperty("id").GetString(), me.Json.GetProperty("user").GetProperty("id").GetString());

        var again = await browser.PostAsync("openjam/api/auth/login", new { email = "ann@example.org", password = "other" });
        Assert.Equal(user.GetProperty("id").GetString(), again.Json.GetProperty("user").GetProperty("id").GetString());
        var left = await browser.PostAsync("openjam/api/auth/logout", new { });
        Assert.Equal("""{"ok":true}""", left.Body);
        Assert.Equal("""{"error":"Authorization required"}""", (await browser.GetAsync("openjam/api/me")).Body);
        Assert.Equal("""{"ok":true}""", (await browser.PostAsync("openjam/api/auth/logout", new { })).Body);
        using var bearer = new Browser(server.Address) { Bearer = again.Json.GetProperty("token").GetString() };
        Assert.Equal((401, """{"error":"Invalid or expired session"}"""), ((int)(await bearer.GetAsync("openjam/api/me")).Status, (await bearer.GetAsync("openjam/api/me")).Body));
    }

    [Fact]
    public async Task What_is_wrong_with_a_registration_is_said()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new Browser(server.Address);
        foreach (var body in new object[]
        {
            new { password = "secret", displayName = "Ann" }, new { email = "no address", password = "secret", displayName = "Ann" }, new { email = " ann@example.org", password = "secret", displayName = "Ann" },
            new { email = "ann@example.org", displayName = "Ann" }, new { email = "ann@example.org", password = "secret" }, new { email = 7, password = "secret", displayName = "Ann" }, "text",
        })
        {
            var answer = await browser.PostAsync("openjam/api/auth/register", body);
            Assert.Equal(400, (int)answer.Status);
            Assert.StartsWith("Invalid request: ", answer.Text("error"), StringComparison.Ordinal);
        }

        Assert.Equal("""{"error":"Invalid request: EOF"}""", (await browser.SendAsync(HttpMethod.Post, "openjam/api/auth/login")).Body);
    }

    [Fact]
    public async Task A_profile_changes_for_this_session_and_others_see_it()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.SignInAsync(server, "Ann");
        var (status, changed) = await ann.SendAsync(HttpMethod.Put, "api/me", new JsonObject { ["displayName"] = " Anne ", ["avatarColor"] = "#123456" });
        Assert.Equal((200, "Anne", "#123456"), (status, (string?)changed["user"]!["displayName"], (string?)changed["user"]!["avatarColor"]));
        Assert.Equal("Anne", (string?)(await ann.ConnectAsync("room-1"))["users"]![0]!["displayName"]);
        Assert.Equal(400, (await ann.SendAsync(HttpMethod.Put, "api/me", new JsonObject { ["displayName"] = "Anne", ["avatarColor"] = "red" })).Status);
        Assert.Equal(400, (await ann.SendAsync(HttpMethod.Put, "api/me", new JsonObject { ["displayName"] = "", ["avatarColor"] = "#123456" })).Status);
    }

    [Fact]
    public async Task Rooms_are_made_listed_renamed_and_deleted_and_are_boards_of_Weft()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.SignInAsync(server, "Ann");
        Assert.Equal("""{"rooms":[]}""", (await ann.GetAsync("api/rooms")).ToJsonString());
        var (_, made) = await ann.SendAsync(HttpMethod.Post, "api/rooms", new JsonObject { ["name"] = " Plan " });
        Assert.Equal(["createdAt", "id", "name", "ownerId", "updatedAt"], made.Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("Plan", ann.Id), ((string?)made["name"], (string?)made["ownerId"]));
        var id = (string)made["id"]!;
        Assert.Contains("\"board\"", await server.Http.GetStringAsync("api/v1/documents/" + id, Ct), StringComparison.Ordinal);
        var listed = Assert.Single((await ann.GetAsync("api/rooms"))["rooms"]!.AsArray())!;
        Assert.Equal((id, "owner"), ((string?)listed["id"], (string?)listed["permission"]));
        Assert.Equal("owner", (string?)(await ann.GetAsync("api/rooms/" + id))["permission"]);
        var (_, renamed) = await ann.SendAsync(HttpMethod.Put, "api/rooms/" + id, new JsonObject { ["name"] = "Plan B" });
        Assert.Equal("Plan B", (string?)renamed["name"]);
        Assert.False(renamed.ContainsKey("permission"));
        Assert.Equal("""{"ok":true}""", (await ann.SendAsync(HttpMethod.Delete, "api/rooms/" + id)).Answer.ToJsonString());
        foreach (var (method, path) in new[] { (HttpMethod.Get, id), (HttpMethod.Delete, id), (HttpMethod.Get, id + "/share") })
        {
            var (status, error) = await ann.SendAsync(method, "api/rooms/" + path);
            Assert.Equal((404, "Room not found"), (status, (string?)error["error"]));
        }

        var (bad, why) = await ann.SendAsync(HttpMethod.Post, "api/rooms", new JsonObject());
        Assert.Equal((400, "Invalid request: 'name' is required"), (bad, (string?)why["error"]));
        Assert.Equal(404, (await ann.SendAsync(HttpMethod.Get, "api/rooms/" + await server.CreateAsync())).Status);
    }

    [Fact]
    public async Task Loading_gives_the_live_board_and_an_unknown_one_is_empty_and_not_made()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.SignInAsync(server, "Ann");
        Assert.Equal("""{"name":"Untitled Board","elements":[]}""", (await ann.GetAsync("api/rooms/nowhere/load")).ToJsonString());
        Assert.Empty((await ann.GetAsync("api/rooms"))["rooms"]!.AsArray());
        await ann.OpenAsync("room-1");
        await ann.AddAsync("el_1");
        await ann.MoveAsync("el_1", 99, 98);
        await ann.BeatAsync();
        var loaded = await ann.GetAsync("api/rooms/room-1/load");
        Assert.Equal("Whiteboard", (string?)loaded["name"]);
        Assert.Equal(99, (int?)Assert.Single(loaded["elements"]!.AsArray())!["x"]);
    }

    [Fact]
    public async Task Saving_makes_an_unknown_room_and_keeps_all_of_it()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.SignInAsync(server, "Ann");
        var save = new JsonObject
        {
            ["name"] = " ", ["elements"] = new JsonArray(JamPage.Sticky("el_1")),
            ["stamps"] = JsonNode.Parse("""[{"id":"stamp_1","emoji":"\ud83d\udc4d","x":1,"y":2,"scale":1,"rotation":0,"userId":"u","createdAt":3}]"""),
            ["pages"] = JsonNode.Parse("""[{"id":"p1","name":"Page 1"}]"""), ["currentPageId"] = "p1",
        };
        var (status, saved) = await ann.SendAsync(HttpMethod.Post, "api/rooms/fresh/save", save);
        Assert.True(status == 200, saved.ToJsonString());
        Assert.Equal(["savedAt", "success"], saved.Select(field => field.Key).Order(StringComparer.Ordinal));
        var loaded = await ann.GetAsync("api/rooms/fresh/load");
        Assert.Equal("Untitled Board", (string?)loaded["name"]);
        Assert.True(JsonNode.DeepEquals(save["stamps"], loaded["stamps"]), loaded.ToJsonString());
        Assert.True(JsonNode.DeepEquals(save["pages"], loaded["pages"]), loaded.ToJsonString());
        Assert.Equal("p1", (string?)loaded["currentPageId"]);
        Assert.Equal(JamStore.SceneOf([JamPage.Sticky("el_1")]), JamStore.SceneOf(loaded["elements"]!.AsArray().Select(e => e!.AsObject())));
        save["name"] = "Named";
        save["elements"] = new JsonArray();
        await Eventually.HoldsAsync(
            async () =>
            {
                await ann.SendAsync(HttpMethod.Post, "api/rooms/fresh/save", save.DeepClone());
                return (await ann.GetAsync("api/rooms/fresh/load"))["elements"]!.AsArray().Count == 0;
            },
            "A save in quiet is not taken for the truth.");
        Assert.Equal("Named", (string?)(await ann.GetAsync("api/rooms/fresh/load"))["name"]);
    }

    [Fact]
    public async Task A_save_of_one_page_takes_nothing_of_what_others_did_meanwhile()
    {
        await using var meeting = await Meeting.WithNoteAsync();
        var (ann, bob) = meeting;
        var stale = bob.Store.ToSave();
        await ann.MoveAsync("el_1", 500, 500);
        await ann.AddAsync("el_2");
        await ann.BeatAsync();
        var (status, _) = await bob.SendAsync(HttpMethod.Post, "api/rooms/room-1/save", new JsonObject { ["name"] = "Board", ["elements"] = stale });
        Assert.Equal(200, status);
        await EqualAsync(ann, bob);
        Assert.Equal(["el_1", "el_2"], ann.Store.Ids);
        Assert.Equal("500", ann.Store.Find("el_1")!["x"]!.ToJsonString());
    }

    [Fact]
    public async Task What_is_undone_is_seen_by_the_others_with_the_next_save()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        await ann.AddAsync("el_1");
        await ann.AddAsync("el_2");
        await ShowsAsync(bob, "el_2", "x", 10);
        ann.Store.Undo("el_2", null);
        await ann.BeatAsync();
        await ann.SaveAsync();
        await GoneAsync(bob, "el_2");
        await ann.DoAsync("delete", "el_1");
        await GoneAsync(bob, "el_1");
        ann.Store.Undo("el_1", JamPage.Sticky("el_1"));
        await ann.SaveAsync();
        await ShowsAsync(bob, "el_1", "x", 10);
        await EqualAsync(ann, bob);
    }

    [Fact]
    public async Task Saves_that_are_none_are_refused_in_words()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.SignInAsync(server, "Ann");
        Assert.Equal(400, (await ann.SendAsync(HttpMethod.Post, "api/rooms/room-1/save", JsonNode.Parse("""{"name":"A","elements":7}"""))).Status);
        foreach (var body in new[] { """{"name":"A","elements":[7,null,{"id":7},{"type":"sticky"}]}""", """{"elements":[{"id":"a/b","type":"sticky"}]}""", """{"name":"A","stamps":7,"pages":{},"currentPageId":[]}""" })
        {
            Assert.Contains((await ann.SendAsync(HttpMethod.Post, "api/rooms/room-1/save", JsonNode.Parse(body))).Status, (int[])[200, 400]);
        }

        using var browser = new HttpClient { BaseAddress = server.Http.BaseAddress };
        browser.DefaultRequestHeaders.Authorization = new("Bearer", ann.Token);
        using var large = new ByteArrayContent(new byte[(25 * 1024 * 1024) + 1]);
        using var tooLarge = await browser.PostAsync("openjam/api/rooms/room-1/save", large, Ct);
        Assert.Equal((413, """{"error":"Board payload is too large"}"""), ((int)tooLarge.StatusCode, await tooLarge.Content.ReadAsStringAsync(Ct)));
    }

    [Fact]
    public async Task Exports_can_be_fetched_for_a_while()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.OpenAsync(server, "Ann", "room-1");
        await ann.AddAsync("el_1");
        await ann.BeatAsync();
        var (_, picture) = await ann.SendAsync(HttpMethod.Post, "api/rooms/room-1/export/png", new JsonObject { ["imageData"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("a picture")) });
        var key = (string)picture["url"]!;
        Assert.Matches(@"^exports/room-1/\d{4}-\d\d-\d\d-[0-9a-f]{8}\.png$", key);
        Assert.Equal(key, (string?)picture["filename"]);
        var url = (string)(await ann.GetAsync("api/" + key.Replace("exports/", "exports/exports/", StringComparison.Ordinal)))["url"]!;
        Assert.Equal("a picture", await server.Http.GetStringAsync(url, Ct));
        var (_, json) = await ann.SendAsync(HttpMethod.Post, "api/rooms/room-1/export/json");
        var file = JsonNode.Parse(await server.Http.GetStringAsync((string)(await ann.GetAsync("api/exports/" + (string?)json["url"]))["url"]!, Ct))!;
        Assert.Equal(("room-1", ann.Id, "el_1"), ((string?)file["roomId"], (string?)file["exportedBy"], (string?)file["operations"]![0]!["payload"]!["elementId"]));
        foreach (var (path, status, error) in new[] { ("api/exports/", 400, "Export key required"), ("api/exports/nonsense", 400, "Invalid export key"), ("api/exports/exports/room-1/none.png", 404, "Export not found") })
        {
            var (found, why) = await ann.SendAsync(HttpMethod.Get, path);
            Assert.Equal((status, error), (found, (string?)why["error"]));
        }

        var (bad, text) = await ann.SendAsync(HttpMethod.Post, "api/rooms/room-1/export/png", new JsonObject { ["imageData"] = "data:image/png;base64,AAAA" });
        Assert.Equal((400, "Invalid image data"), (bad, (string?)text["error"]));
    }

    [Fact]
    public async Task The_server_says_that_it_is_well_and_what_is_not_there()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal("""{"status":"ok"}""", await server.Http.GetStringAsync("openjam/health", Ct));
        using var nothing = await server.Http.GetAsync("openjam/api/nothing", Ct);
        Assert.Equal(404, (int)nothing.StatusCode);
        Assert.Contains("\"error\"", await nothing.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_an_origin_that_was_named_may_call_with_credentials_and_others_not()
    {
        await using var server = await TestServer.StartAsync(configure: options => options.AllowedOrigins = ["http://localhost:5173"]);
        foreach (var (method, path) in new[] { ("OPTIONS", "openjam/api/auth/login"), ("OPTIONS", "openjam/api/me"), ("OPTIONS", "openjam/api/rooms/r/save"), ("GET", "openjam/health") })
        {
            using var browser = new Browser(server.Address) { Origin = "http://localhost:5173" };
            browser.Headers["Access-Control-Request-Method"] = "POST";
            var answer = await browser.SendAsync(new HttpMethod(method), path);
            Assert.Equal("http://localhost:5173", answer.Headers["Access-Control-Allow-Origin"]);
            Assert.Equal("true", answer.Headers["Access-Control-Allow-Credentials"]);
        }

        using var other = new Browser(server.Address) { Origin = "https://elsewhere.example" };
        Assert.Equal(403, (int)(await other.PostAsync("openjam/api/auth/login", new { email = "a@example.org", password = "x" })).Status);
        using var ours = new Browser(server.Address) { Origin = "http://localhost:5173" };
        Assert.False((await ours.GetAsync("api/v1/info")).Headers.ContainsKey("Access-Control-Allow-Credentials"));
    }
}
