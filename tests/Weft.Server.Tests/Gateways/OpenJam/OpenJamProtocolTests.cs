using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Weft.Server.Tests.Faults;

namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>OpenJam's socket, message by message and field by field.</summary>
public sealed class OpenJamProtocolTests : OpenJamTest
{
    [Fact]
    public async Task J01_J04_J05_J07_J11_joining_answers_with_the_board_as_it_is_and_who_is_here()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.SignInAsync(server, "Ann");
        var empty = await ann.ConnectAsync("room-1");
        Assert.Null(empty["operations"]);
        Assert.True(empty.ContainsKey("operations"));
        var self = Assert.Single(empty["users"]!.AsArray())!.AsObject();
        Assert.Equal(["avatarColor", "displayName", "id"], self.Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal((ann.Id, "Ann", (string?)ann.User["avatarColor"]), ((string?)self["id"], (string?)self["displayName"], (string?)self["avatarColor"]));
        await ann.AddAsync("el_1");
        await ann.MoveAsync("el_1", 1.5, 2.5);
        await ann.BeatAsync();

        await using var bob = await JamPage.SignInAsync(server, "Bob");
        var sync = await bob.ConnectAsync("room-1");
        var entry = Assert.Single(sync["operations"]!.AsArray())!.AsObject();
        Assert.Equal(["createdAt", "id", "opId", "opType", "payload", "roomId", "userId", "vectorClock"], entry.Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("add", "room-1", "el_1"), ((string?)entry["opType"], (string?)entry["roomId"], (string?)entry["payload"]!["elementId"]));
        Assert.Equal(1.5, (double?)entry["payload"]!["element"]!["x"]);
        string[] people = [ann.Id, bob.Id];
        Assert.Equal(people.Order(StringComparer.Ordinal), sync["users"]!.AsArray().Select(user => (string)user!["id"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task J06_J09_J13_J15_J17_J18_J19_operations_reach_the_others_as_they_were_sent_and_nobody_hears_their_own()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        var added = await ann.AddAsync("el_1");
        var heard = await bob.NextAsync("op", op => (string?)op["opId"] == added);
        Assert.Equal(["data", "opId", "opType", "userId", "vectorClock"], heard.Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal((ann.Id, "add"), ((string?)heard["userId"], (string?)heard["opType"]));
        Assert.True(JsonNode.DeepEquals(JamPage.Sticky("el_1"), heard["data"]!["element"]));
        Assert.Equal(1, (int?)heard["vectorClock"]![ann.Id]);

        var at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 5;
        var moved = await ann.MoveAsync("el_1", 3, 4, at);
        var move = await bob.NextAsync("op", op => (string?)op["opId"] == moved);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse($$"""{"opId":"{{moved}}","elementId":"el_1","timestamp":{{at}},"x":3,"y":4}"""), move["data"]));
        Assert.Equal(2, (int?)move["vectorClock"]![ann.Id]);
        await ann.BeatAsync();
        Assert.DoesNotContain(ann.Heard("op"), op => (string?)op["opId"] == added || (string?)op["opId"] == moved);
    }

    [Fact]
    public async Task J14_every_sort_of_operation_does_what_it_says_everywhere_also_in_Weft()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        await using var web = await WebAsync(meeting.Server, "room-1");
        await ann.AddAsync("el_1");
        await ann.AddAsync("el_2");
        await ShowsAsync(bob, "el_2", "x", 10);
        await ann.UpdateAsync("el_1", "text", "words");
        await ann.DoAsync("resize", "el_1", new JsonObject { ["width"] = 50, ["height"] = 60, ["x"] = 7, ["y"] = 8 });
        await ann.MoveAsync("el_2", -5, -6);
        await ann.DoAsync("reorder", "el_1", new JsonObject { ["zIndex"] = 9 });
        await ann.DoAsync("lock", "el_2", new JsonObject { ["locked"] = true });
        await ShowsAsync(bob, "el_2", "locked", true);
        await ShowsAsync(bob, "el_1", "text", "words");
        await EqualAsync(ann, bob);
        await Eventually.HoldsAsync(() => web.Items("elements").Any(item => item.Id == "el_1" && item.Properties["width"].Text == "50"), "The web client does not show the resize.");
        await ann.DoAsync("delete", "el_1");
        await GoneAsync(bob, "el_1");
        await bob.DoAsync("clear", "*");
        await GoneAsync(ann, "el_2");
        await EqualAsync(ann, bob);
        await Eventually.HoldsAsync(() => !web.Items("elements").Any(), "The web client still shows something.");
    }

    [Fact]
    public async Task J20_J21_counters_go_on_after_a_reconnect_and_contain_what_was_seen()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        await ann.AddAsync("el_1");
        await ann.MoveAsync("el_1", 1, 1);
        await ShowsAsync(bob, "el_1", "x", 1);
        await ann.BreakAsync();
        await ann.ConnectAsync("room-1");
        var third = await ann.MoveAsync("el_1", 2, 2);
        Assert.Equal(3, (int?)(await bob.NextAsync("op", op => (string?)op["opId"] == third))["vectorClock"]![ann.Id]);

        var mine = await bob.AddAsync("el_2");
        var clock = (await ann.NextAsync("op", op => (string?)op["opId"] == mine))["vectorClock"]!.AsObject();
        Assert.Equal((3, 1), ((int)clock[ann.Id]!, (int)clock[bob.Id]!));
    }

    [Fact]
    public async Task Ungrouping_of_which_only_an_empty_update_is_sent_is_seen_by_the_others()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        await ann.AddAsync("el_1");
        await ann.UpdateAsync("el_1", "groupId", "group-1");
        await ShowsAsync(bob, "el_1", "groupId", "group-1");
        await ann.DoAsync("update", "el_1", new JsonObject { ["changes"] = new JsonObject() });
        await Faults.Eventually.HoldsAsync(() => bob.Store.Find("el_1") is { } element && !element.ContainsKey("groupId"), "It is grouped still.");
    }

    [Fact]
    public async Task J08_leaving_tells_the_others_and_the_socket_can_join_another_room()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        await bob.SayAsync("leave", new JsonObject());
        Assert.Equal(bob.Id, (string?)(await ann.NextAsync("presence", p => (string?)p["action"] == "leave"))["userId"]);
        await bob.DoAsync("delete", "el_9");
        Assert.Equal("Not in a room", await bob.ErrorAsync());
        await bob.JoinAsync("room-2");
        await bob.AddAsync("el_b");
        await bob.JoinAsync("room-1");
        await bob.LoadAsync();
        Assert.Empty(bob.Store.Ids);
        Assert.Equal(bob.Id, (string?)(await ann.NextAsync("presence", p => (string?)p["action"] == "join"))["userId"]);
    }

    [Fact]
    public async Task What_cannot_be_understood_is_answered_in_OpenJams_words_and_the_connection_stays()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.SignInAsync(server, "Ann");
        await ann.DialAsync();
        foreach (var (frame, error) in new[]
        {
            ("{", "Invalid message format"),
            ("[]", "Invalid message format"),
            ("""{"type":"\ud800"}""", "Invalid message format"),
            ("""{"type":"nonsense","payload":{}}""", "Unknown message type"),
            ("""{"payload":{}}""", "Unknown message type"),
            ("""{"type":"join","payload":7}""", "Invalid join payload"),
            ("""{"type":"join","payload":{"roomId":""}}""", "Room ID required"),
            ("""{"type":"op","payload":{"opType":"add","data":{}}}""", "Not in a room"),
        })
        {
            await ann.SayAsync(frame);
            Assert.Equal(error, await ann.ErrorAsync());
        }

        await ann.SayAsync("""{"type":"cursor","payload":{"x":1,"y":2}}""");
        await ann.SayAsync("""{"type":"leave"}""");
        await ann.JoinAsync("room-1");
        foreach (var payload in new[] { "null", "7", """{"opType":"add"}""", """{"opType":"add","data":null}""", """{"data":{}}""", """{"opType":7,"data":{}}""" })
        {
            await ann.SayAsync($$"""{"type":"op","payload":{{payload}}}""");
            Assert.Equal("Invalid operation payload", await ann.ErrorAsync());
        }

        await ann.BeatAsync();
    }

    [Fact]
    public async Task Frames_of_bytes_are_taken_as_text_is()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.SignInAsync(server, "Ann");
        await ann.DialAsync();
        await ann.SayAsync("""{"type":"join","payload":{"roomId":"room-1"}}""", WebSocketMessageType.Binary);
        await ann.NextAsync("sync");
    }

    [Fact]
    public async Task A_message_of_sixteen_megabytes_is_too_large_and_closes_with_1009()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.OpenAsync(server, "Ann", "room-1");
        await ann.SayAsync("\"" + new string('x', 16 * 1024 * 1024) + "\"");
        Assert.Equal(1009, await ann.ClosedAsync());
    }

    [Fact]
    public async Task J02_J03_without_a_valid_token_there_is_no_socket()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var query in new[] { "", "?token=wrong" })
        {
            using var socket = new ClientWebSocket();
            socket.Options.CollectHttpResponseDetails = true;
            var address = new UriBuilder(new Uri(server.Http.BaseAddress!, "/openjam/ws" + query)) { Scheme = "ws" };
            await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address.Uri, Ct));
            Assert.Equal(401, (int)socket.HttpStatusCode);
        }
    }
}
