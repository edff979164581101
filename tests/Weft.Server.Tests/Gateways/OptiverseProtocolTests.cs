using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Weft.Server.Gateways;
using Weft.Server.Gateways.Optiverse;
using Weft.Server.Hosting;
using Weft.Server.Tests.Faults;

namespace Weft.Server.Tests.Gateways;

/// <summary>The protocol of Optiverse's desktop app, frame by frame and field by field, over a real socket.</summary>
public sealed class OptiverseProtocolTests : OptiverseTest
{
    [Fact]
    public async Task O06_O12_O14_O25_a_host_is_let_in_with_a_question_for_its_canvas_and_a_list_of_people()
    {
        await using var server = await TestServer.StartAsync();
        await using var app = await DesktopApp.JoinAsync(server, "default", "Ana María", isHost: true);
        var ack = await app.NextAsync("connection:ack");
        Assert.Equal(["user:joined", "user:left", "connection:ack"], app.Heard.Select(m => (string?)m["type"]));
        Assert.Equal(app.Heard[0]["user_id"]!.GetValue<string>(), app.Heard[1]["user_id"]!.GetValue<string>());
        Assert.Equal(["type", "session_id", "user_id", "is_host", "users", "timestamp"], ack.Select(field => field.Key));
        Assert.Equal(("default", "Ana María", true), ((string?)ack["session_id"], (string?)ack["user_id"], (bool)ack["is_host"]!));
        Assert.Equal("""[{"user_id":"Ana María"}]""", ack["users"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$", (string?)ack["timestamp"]);
        Assert.Equal("Connected (1 users)", app.Status);
        await app.BeatAsync();
        Assert.DoesNotContain(app.Heard, m => (string?)m["type"] == "sync:full_state");
    }

    [Theory]
    [InlineData("default", "default")]
    [InlineData("project-alpha", "project-alpha")]
    [InlineData("Größe 2 / α", null)]
    [InlineData("100 %", null)]
    public async Task O13_a_session_is_a_document_of_its_name_whatever_that_is(string session, string? document)
    {
        await using var server = await TestServer.StartAsync();
        await using var one = await DesktopApp.JoinAsync(server, session, "One", isHost: true);
        await using var two = await DesktopApp.JoinAsync(server, session, "Two");
        Assert.Equal(session, (string?)(await two.NextAsync("connection:ack"))["session_id"]);
        Assert.Equal("Connected (2 users)", two.Status);
        var id = NamedSessions.DocumentOf(session);
        Assert.Equal(document ?? id, id);
        Assert.All(id, c => Assert.True(char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        var list = JsonNode.Parse(await server.Http.GetStringAsync(new Uri("api/v1/documents", UriKind.Relative), Ct))!["documents"]!.AsArray();
        var made = Assert.Single(list)!;
        Assert.Equal((id, session, "bench"), ((string?)made["id"], (string?)made["title"], (string?)made["kind"]));
    }

    [Fact]
    public async Task O31_O23_O15_O32_an_addition_reaches_the_others_field_by_field_and_not_its_author()
    {
        await using var server = await TestServer.StartAsync();
        await using var alice = await DesktopApp.JoinAsync(server, "lab", "alice", isHost: true);
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        alice.Drop("u1", "component", ("x_mm", 100.0), ("y_mm", 200.0), ("name", "Lens"), ("interfaces", JsonNode.Parse("""[{"element_type":"lens","efl_mm":50.0}]""")));
        var add = await bob.NextCommandAsync("add_item", "u1");
        Assert.Equal(["type", "user_id", "command", "timestamp"], add.Select(field => field.Key));
        Assert.Equal("alice", (string?)add["user_id"]);
        Assert.Equal(["action", "item_type", "item_id", "data"], add["command"]!.AsObject().Select(field => field.Key));
        Assert.Equal(("component", "u1"), ((string?)add["command"]!["item_type"], (string?)add["command"]!["item_id"]));
        var data = (await bob.NextCommandAsync("update_item", "u1"))["command"]!["data"]!;
        Assert.Equal(("u1", "component", 100.0, 200.0, "Lens", false), ((string?)data["item_uuid"], (string?)data["_type"], (double)data["x_mm"]!, (double)data["y_mm"]!, (string?)data["name"], (bool)data["locked"]!));
        Assert.Equal(50.0, (double)data["interfaces"]![0]!["efl_mm"]!);
        await alice.BeatAsync();
        Assert.DoesNotContain(alice.Heard, m => (string?)m["type"] == "command");
        Assert.Equal(alice.Scene(), bob.Scene());
    }

    [Fact]
    public async Task O33_O35_O34_O17_a_turn_is_followed_by_an_update_an_edit_is_one_and_a_removal_is_empty()
    {
        await using var server = await TestServer.StartAsync();
        await using var alice = await DesktopApp.JoinAsync(server, "lab", "alice", isHost: true);
        alice.Drop("u1", "component");
        await alice.BeatAsync();
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        await using var carl = await DesktopApp.JoinAsync(server, "lab", "carl");
        bob.Drag("u1", 5, 6, 90);
        var move = await carl.NextCommandAsync("move_item", "u1");
        Assert.Equal(("bob", 5.0, 6.0, 90.0), ((string?)move["user_id"], (double)move["command"]!["data"]!["x_mm"]!, (double)move["command"]!["data"]!["y_mm"]!, (double)move["command"]!["data"]!["angle_deg"]!));
        Assert.Equal(90.0, (double)(await carl.NextCommandAsync("update_item", "u1"))["command"]!["data"]!["angle_deg"]!);
        await alice.NextCommandAsync("update_item", "u1");
        Assert.Equal((90.0, 90.0), ((double)carl.Find("u1")!["angle_deg"]!, (double)alice.Find("u1")!["angle_deg"]!));

        carl.Edit("u1", "notes", "fragile");
        var edit = await bob.NextAsync("command", m => (string?)m["user_id"] == "carl");
        Assert.Equal(("update_item", "fragile"), ((string?)edit["command"]!["action"], (string?)edit["command"]!["data"]!["notes"]));
        bob.Delete("u1");
        var removed = (await carl.NextCommandAsync("remove_item", "u1"))["command"]!;
        Assert.Equal(("component", "{}"), ((string?)removed["item_type"], removed["data"]!.ToJsonString()));
        await alice.NextCommandAsync("remove_item", "u1");
        Assert.Equal((0, 0), (alice.Ids.Count, carl.Ids.Count));
    }

    [Fact]
    public async Task O33_O52_of_what_is_dragged_and_not_turned_the_others_are_told_its_place_alone()
    {
        await using var server = await TestServer.StartAsync();
        await using var alice = await DesktopApp.JoinAsync(server, "lab", "alice", isHost: true);
        alice.Drop("u1", "component");
        alice.Drag("u1", 1, 2, 30);
        await alice.BeatAsync();
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        await bob.BeatAsync();
        var heard = bob.Heard.Count;
        alice.Drag("u1", 5.5, -6.25, 30);
        var move = await bob.NextCommandAsync("move_item", "u1");
        await bob.BeatAsync();
        Assert.Equal("""{"x_mm":5.5,"y_mm":-6.25}""", move["command"]!["data"]!.ToJsonString());
        Assert.DoesNotContain(bob.Heard.Skip(heard), message => (string?)message["command"]?["action"] == "update_item");

        // Twenty steps a second are less than 10 kB.
        Assert.InRange(move.ToJsonString().Length, 1, 500);
        Assert.Equal((5.5, -6.25, 30.0), ((double)bob.Find("u1")!["x_mm"]!, (double)bob.Find("u1")!["y_mm"]!, (double)bob.Find("u1")!["angle_deg"]!));
        Assert.Equal(alice.Scene(), bob.Scene());
    }

    [Fact]
    public async Task O24_O30_a_late_joiner_gets_the_scene_and_each_item_once_more()
    {
        await using var server = await TestServer.StartAsync();
        await using var web = await SessionAsync(server);
        web.Edit(Add("b", "source", """{"z_value":1,"n_rays":5,"unknown":1}"""), Add("a", "component", """{"x_mm":1,"angle_deg":-90,"unknown":{"x":1}}"""), Add("r", "ruler", """{"points":[[0,0],[1,1]]}"""));
        await web.AllSavedAsync().WaitAsync(Patience, Ct);
        await using var app = await DesktopApp.JoinAsync(server, "lab", "bob");
        var full = await app.NextAsync("sync:full_state");
        Assert.Equal((true, "host_wins"), ((bool)full["from_server"]!, (string?)full["conflict_resolution"]));
        Assert.Equal(["items", "version", "timestamp"], full["state"]!.AsObject().Select(field => field.Key));
        Assert.Equal(["a", "b"], full["state"]!["items"]!.AsArray().Select(item => (string?)item!["uuid"]));
        var entry = full["state"]!["items"]![0]!;
        Assert.Equal(("a", "component", "component", -90), ((string?)entry["item_uuid"], (string?)entry["item_type"], (string?)entry["_type"], (int)entry["angle_deg"]!));
        Assert.Equal(("""{"x":1}""", 1), (entry["unknown"]!.ToJsonString(), (int)full["state"]!["items"]![1]!["unknown"]!));
        await app.NextCommandAsync("update_item", "a");
        await app.NextCommandAsync("update_item", "b");
        await EqualAsync(web, app);
    }

    [Fact]
    public async Task O19_O25_O20_O21_comings_and_goings_are_told_and_counted_by_session()
    {
        await using var server = await TestServer.StartAsync();
        await using var elsewhere = await DesktopApp.JoinAsync(server, "elsewhere", "Eve");
        await using var alice = await DesktopApp.JoinAsync(server, "lab", "alice");
        var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        Assert.Equal("Connected (2 users)", bob.Status);
        await alice.NextAsync("user:joined", m => (string?)m["user_id"] == "bob");
        await bob.DisconnectAsync();
        await alice.NextAsync("user:left", m => (string?)m["user_id"] == "bob");
        Assert.Equal("bob left", alice.Status);
        var carl = await DesktopApp.JoinAsync(server, "lab", "carl");
        await using var web = await WebAsync(server);
        await alice.NextAsync("user:joined", m => (string?)m["user_id"] == "Wanda");
        await carl.DisposeAsync();
        await alice.NextAsync("user:left", m => (string?)m["user_id"] == "carl");
        await bob.DisposeAsync();
        await elsewhere.BeatAsync();
        Assert.Equal("Connected (1 users)", elsewhere.Status);
    }

    [Fact]
    public async Task O22_many_who_come_and_go_leave_nothing_behind()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            var app = await DesktopApp.JoinAsync(server, "lab", $"user {i}");
            Assert.Equal("Connected (1 users)", app.Status);
            await app.DisconnectAsync();
            await Eventually.HoldsAsync(() => server.Service<GatewayTable>().Count == 0, "A connection was left in the table.");
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task O26_a_ping_is_answered_and_what_means_nothing_is_ignored()
    {
        await using var server = await TestServer.StartAsync();
        await using var alice = await DesktopApp.JoinAsync(server, "lab", "alice");
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        string[] nonsense =
        [
            "", "hello", "[]", "5", "{}", "{\"type\":5}", "{\"type\":\"opera\"}", "{\"type\":\"command\"}", "{\"type\":\"command\",\"command\":{\"action\":\"add_item\"}}",
            "{\"type\":\"command\",\"command\":{\"action\":\"add_item\",\"item_id\":\"\\ud800\",\"data\":{\"_type\":\"component\"}}}",
            "{\"type\":\"command\",\"command\":{\"action\":\"dance\",\"item_id\":\"u\",\"data\":{}}}", "{\"type\":\"command\",\"command\":{\"action\":\"move_item\",\"item_id\":\"none\",\"data\":5}}",
            "{\"type\":\"sync:full_state\",\"state\":null}", "{\"type\":\"sync:update\",\"state\":{\"items\":[]}}", "{\"a\":" + new string('[', 100) + new string(']', 100) + "}",
        ];
        foreach (var text in nonsense)
        {
            alice.SendRaw(text);
        }

        alice.Send(DesktopApp.Message("ping"));
        Assert.Equal(["type", "timestamp"], (await alice.NextAsync("pong")).Select(field => field.Key));
        alice.Drop("u1", "source");
        await bob.NextCommandAsync("add_item", "u1");
        Assert.DoesNotContain(bob.Heard, m => (string?)m["type"] == "user:left" && (string?)m["user_id"] == "alice");
    }

    [Fact]
    public async Task Numbers_that_json_does_not_have_pass()
    {
        await using var server = await TestServer.StartAsync();
        await using var alice = await DesktopApp.JoinAsync(server, "lab", "alice");
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        await using var web = await WebAsync(server);
        alice.SendRaw("""{"type":"command","user_id":"alice","command":{"action":"add_item","item_type":"component","item_id":"u1","data":{"_type":"component","x_mm":NaN,"y_mm":3,"interfaces":[{"element_type":"refractive_interface","radius_of_curvature_mm":-Infinity}]}}}""");
        var data = (await bob.NextCommandAsync("update_item", "u1"))["command"]!["data"]!;
        Assert.Equal((0, 3, -1e308), ((int)data["x_mm"]!, (int)data["y_mm"]!, (double)data["interfaces"]![0]!["radius_of_curvature_mm"]!));
        await HasAsync(web, "u1", "interfaces", """[{"element_type":"refractive_interface","radius_of_curvature_mm":"-Infinity"}]""");
    }

    [Theory]
    [InlineData("ws/lab")]
    [InlineData("ws/lab/")]
    [InlineData("ws//bob")]
    [InlineData("ws/lab/%07")]
    public async Task O42_a_wrong_path_is_closed_with_a_reason(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(server.Address.Http.AbsoluteUri.Replace("http", "ws", StringComparison.Ordinal) + path), Ct);
        var result = await socket.ReceiveAsync(new byte[100], Ct);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.PolicyViolation), (result.MessageType, result.CloseStatus));
        Assert.EndsWith(".", result.CloseStatusDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task O42_a_server_url_that_ends_with_a_slash_is_the_same()
    {
        await using var server = await TestServer.StartAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(server.Address.Http.AbsoluteUri.Replace("http", "ws", StringComparison.Ordinal) + "/ws/lab/bob"), Ct);
        var frame = new byte[1_000];
        var result = await socket.ReceiveAsync(frame, Ct);
        Assert.Equal("user:joined", (string?)JsonNode.Parse(frame.AsSpan(0, result.Count))!["type"]);
        await using var alice = await DesktopApp.JoinAsync(server, "lab", "alice");
        Assert.Equal(2, (await alice.NextAsync("connection:ack"))["users"]!.AsArray().Count);
    }

    [Fact]
    public async Task O42_opening_a_session_as_a_page_explains_itself()
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await server.Http.GetAsync(new Uri("ws/default/alice", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.All(["ws://HOST:PORT", "Collaboration", "firewall"], hint => Assert.Contains(hint, text, StringComparison.Ordinal));
        Assert.Empty(JsonNode.Parse(await server.Http.GetStringAsync(new Uri("api/v1/documents", UriKind.Relative), Ct))!["documents"]!.AsArray());
    }

    [Fact]
    public async Task A_session_is_no_document_of_another_kind()
    {
        await using var server = await TestServer.StartAsync();
        var text = await server.CreateAsync();
        await using var app = DesktopApp.Create("alice");
        await app.ConnectAsync(server.Address, text);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await app.ClosedAsync());
        Assert.Contains("no optical bench", app.CloseReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task O10_a_server_that_stops_tells_the_apps()
    {
        await using var server = await TestServer.StartAsync();
        await using var app = await DesktopApp.JoinAsync(server, "lab", "alice");
        await server.StopAsync();
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await app.ClosedAsync());
    }

    [Fact]
    public async Task O39_sessions_do_not_hear_of_each_other()
    {
        await using var server = await TestServer.StartAsync();
        await using var alice = await DesktopApp.JoinAsync(server, "alpha", "alice", isHost: true);
        await using var bob = await DesktopApp.JoinAsync(server, "beta", "bob", isHost: true);
        alice.Drop("u1", "component");
        bob.Drop("u2", "component");
        await alice.BeatAsync();
        await using var witness = await DesktopApp.JoinAsync(server, "alpha", "witness");
        await bob.BeatAsync();
        Assert.Equal(["u1"], witness.Ids);
        Assert.Equal(["u2"], bob.Ids);
        Assert.Equal("Connected (2 users)", witness.Status);
        Assert.All(["alice", "witness"], name => Assert.DoesNotContain(bob.Heard, m => m.ToJsonString().Contains(name, StringComparison.Ordinal)));
    }

    private static async Task<Weft.Client.WeftClient> SessionAsync(TestServer server)
    {
        await using (await DesktopApp.JoinAsync(server, "lab", "first"))
        {
            return await WebAsync(server);
        }
    }
}
