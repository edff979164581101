using System.Text.Json.Nodes;
using Weft.Protocol;
using Weft.Server.Tests.Faults;

namespace Weft.Server.Tests.Gateways;

/// <summary>What an unmodified app needs of a server to end with the right scene.</summary>
public sealed class OptiverseSceneTests : OptiverseTest
{
    [Fact]
    public async Task O06_hosting_with_a_filled_canvas_keeps_it_and_shares_it()
    {
        await using var server = await TestServer.StartAsync();
        await using var host = Filled("host", "a", "b", "c", "d", "e", "f", "g", "h");
        await host.ConnectAsync(server.Address, "lab");
        await host.SettledAsync();
        await using var guest = await DesktopApp.JoinAsync(server, "lab", "guest");
        await using var web = await WebAsync(server);
        await EqualAsync(web, host, guest);
        Assert.Equal((8, 8), (host.Ids.Count, web.Items("items").Count));
    }

    [Fact]
    public async Task O06_a_host_with_an_empty_canvas_gets_what_the_session_has()
    {
        await using var server = await TestServer.StartAsync();
        await using var first = Filled("first", "a", "b");
        await first.ConnectAsync(server.Address, "lab");
        await first.SettledAsync();
        await using var second = await DesktopApp.JoinAsync(server, "lab", "second", isHost: true);
        await using var web = await WebAsync(server);
        await EqualAsync(web, first, second);
        Assert.Equal(["a", "b"], second.Ids);
    }

    [Fact]
    public async Task A_second_host_adds_its_canvas_and_overwrites_nobody()
    {
        await using var server = await TestServer.StartAsync();
        await using var web = await BenchAsync(server, Add("a", "component", """{"x_mm":7}"""), Add("gone", "component"));
        web.Edit(new DeleteOperation("items/gone"));
        await web.AllSavedAsync().WaitAsync(Patience, Ct);
        await using var host = Filled("host", "a", "b", "gone");
        await host.ConnectAsync(server.Address, "lab");
        await host.SettledAsync();
        await Eventually.HoldsAsync(() => Find(web, "b") is not null, "The canvas was not added.");
        await EqualAsync(web, host);
        Assert.Equal(["a", "b"], host.Ids);
        Assert.Equal(7, (double)host.Find("a")!["x_mm"]!);
    }

    [Fact]
    public async Task O43_a_host_that_comes_back_alone_brings_what_it_did_meanwhile()
    {
        await using var server = await TestServer.StartAsync();
        await using (var before = Filled("host", "a", "b"))
        {
            await before.ConnectAsync(server.Address, "lab");
            await before.SettledAsync();
            before.Delete("b");
            await before.BeatAsync();
        }

        await using var again = DesktopApp.Create("host", isHost: true);
        again.Paste("a", "component", ("x_mm", 99.0));
        again.Paste("b", "source", ("x_mm", 98.0));
        await Eventually.HoldsAsync(() => server.Service<Weft.Server.Gateways.GatewayTable>().Count == 0, "The first connection stays.");
        await again.ConnectAsync(server.Address, "lab");
        await again.SettledAsync();
        Assert.True((bool)(await again.NextAsync("connection:ack"))["is_host"]!);
        await using var web = await WebAsync(server);
        await HasAsync(web, "a", "x_mm", "99");
        await HasAsync(web, "b", "x_mm", "98");
        await EqualAsync(web, again);
    }

    [Fact]
    public async Task O43_a_client_that_comes_back_is_sent_the_scene_of_now()
    {
        await using var server = await TestServer.StartAsync();
        await using var web = await BenchAsync(server, Add("a", "component"));
        await using var app = await DesktopApp.JoinAsync(server, "lab", "bob");
        app.Send(DesktopApp.Message("sync:request", ("local_version", 3), ("timestamp", "t")));
        await app.NextAsync("sync:full_state");
        await app.NextAsync("sync:full_state");
        await EqualAsync(web, app);
        Assert.Equal(0, app.Orphans);
    }

    [Fact]
    public async Task An_empty_scene_is_sent_too_so_that_a_client_may_add()
    {
        await using var server = await TestServer.StartAsync();
        await using var app = await DesktopApp.JoinAsync(server, "lab", "bob");
        Assert.Empty((await app.NextAsync("sync:full_state"))["state"]!["items"]!.AsArray());
        app.Drop("u1", "source");
        await using var web = await WebAsync(server);
        await EqualAsync(web, app);
        Assert.NotNull(Find(web, "u1"));
    }

    [Fact]
    public async Task Nobody_but_a_host_that_was_asked_can_send_a_scene()
    {
        await using var server = await TestServer.StartAsync();
        await using var web = await BenchAsync(server, Add("a", "component"));
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        await using var mallory = await DesktopApp.JoinAsync(server, "lab", "mallory", isHost: true);
        var state = JsonNode.Parse("""{"items":[{"uuid":"evil","item_type":"component","_type":"component"}],"version":1,"timestamp":"t"}""");
        foreach (var app in (DesktopApp[])[bob, mallory])
        {
            app.Send(DesktopApp.Message("sync:full_state", ("state", state!.DeepClone()), ("target_user", "nobody")));
            app.Send(DesktopApp.Message("sync:full_state", ("state", state!.DeepClone())));
            await app.BeatAsync();
        }

        await EqualAsync(web, bob, mallory);
        Assert.Equal("a", Assert.Single(web.Items("items")).Id);
    }

    [Fact]
    public async Task O18_what_a_host_removes_by_its_context_menu_or_pastes_is_known_at_the_next_join()
    {
        await using var server = await TestServer.StartAsync();
        await using var host = Filled("host", "a", "b");
        await host.ConnectAsync(server.Address, "lab");
        await host.SettledAsync();
        await using var web = await WebAsync(server);
        web.Edit(Add("w", "component"));
        await web.AllSavedAsync().WaitAsync(Patience, Ct);
        await host.NextCommandAsync("add_item", "w");
        host.Delete("a", isSilent: true);
        host.Paste("p", "component", ("x_mm", 3.0));
        await using var guest = await DesktopApp.JoinAsync(server, "lab", "guest");
        await Eventually.HoldsAsync(() => Find(web, "a") is null && Find(web, "p") is not null, "The scene of the host was not looked at.");
        await EqualAsync(web, host, guest);
        Assert.Equal(["b", "p", "w"], guest.Ids);
    }

    [Fact]
    public async Task O18_what_was_pasted_appears_when_it_is_moved()
    {
        await using var server = await TestServer.StartAsync();
        await using var web = await BenchAsync(server);
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        await using var carl = await DesktopApp.JoinAsync(server, "lab", "carl");
        bob.Paste("p", "component", ("name", "copy"));
        bob.Drag("p", 4, 5, 90);
        await carl.NextCommandAsync("add_item", "p");
        await EqualAsync(web, bob, carl);
        Assert.Equal("copy", (string?)carl.Find("p")!["name"]);
    }

    [Fact]
    public async Task A_change_that_crosses_a_removal_brings_nothing_back_but_its_remover_can()
    {
        await using var server = await TestServer.StartAsync();
        await using var web = await BenchAsync(server, Add("a", "component"), Add("b", "component"));
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        web.Edit(new DeleteOperation("items/a"));
        await web.AllSavedAsync().WaitAsync(Patience, Ct);
        await bob.NextCommandAsync("remove_item", "a");

        // As if it had been sent before the removal was heard of.
        bob.Paste("a", "component");
        bob.Drag("a", 1, 2, 0);
        await bob.NextCommandAsync("remove_item", "a");
        bob.Delete("b");
        await Eventually.HoldsAsync(() => Find(web, "b") is null, "The removal was not told.");
        bob.Paste("b", "component", ("notes", "undone"));
        bob.Drag("b", 8, 9, 0);
        await HasAsync(web, "b", "notes", "\"undone\"");
        await EqualAsync(web, bob);
        Assert.Equal(["b"], bob.Ids);
    }

    [Fact]
    public async Task O05_of_two_changes_at_once_the_later_one_holds_for_all()
    {
        await using var server = await TestServer.StartAsync();
        await using var web = await BenchAsync(server, Add("a", "component"));
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob", delays: new Random(1));
        await using var carl = await DesktopApp.JoinAsync(server, "lab", "carl", delays: new Random(2));
        for (var i = 0; i < 20; i++)
        {
            bob.Drag("a", i, 0, 0);
            carl.Drag("a", 0, i, 0);
        }

        await EqualAsync(web, bob, carl);
        bob.Edit("a", "notes", "later");
        await HasAsync(web, "a", "notes", "\"later\"");
        await EqualAsync(web, bob, carl);
    }

    [Fact]
    public async Task A_whole_item_that_an_app_sends_takes_back_nothing_that_it_had_not_heard_of()
    {
        await using var server = await TestServer.StartAsync();
        await using var web = await BenchAsync(server, Add("a", "component", """{"x_mm":1,"notes":"old"}"""));
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        var former = bob.Find("a")!;
        web.Edit(Update("a", """{"notes":"new"}"""));
        await web.AllSavedAsync().WaitAsync(Patience, Ct);
        await bob.NextCommandAsync("update_item", "a");
        former["x_mm"] = 2.0;
        bob.Send(DesktopApp.Message("command", ("command", new JsonObject { ["action"] = "update_item", ["item_type"] = "component", ["item_id"] = "a", ["data"] = former })));
        await HasAsync(web, "a", "x_mm", "2");
        Assert.Equal("\"new\"", Find(web, "a")!.Properties["notes"].Text);
    }

    [Fact]
    public async Task A_locked_item_is_unlocked_moved_and_locked_again_for_the_app()
    {
        await using var server = await TestServer.StartAsync();
        await using var web = await BenchAsync(server, Add("a", "component", """{"locked":true}"""));
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        web.Edit(Update("a", """{"x_mm":5}"""));
        await Eventually.HoldsAsync(() => (double)bob.Find("a")!["x_mm"]! == 5, "It was not moved.");
        await EqualAsync(web, bob);
        web.Edit(Update("a", """{"x_mm":6,"locked":false}"""));
        await Eventually.HoldsAsync(() => (double)bob.Find("a")!["x_mm"]! == 6, "It was not unlocked and moved.");
        await EqualAsync(web, bob);
    }

    [Fact]
    public async Task O05_an_item_that_its_app_said_to_be_unlocked_before_it_heard_of_the_lock_is_placed_all_the_same()
    {
        await using var server = await TestServer.StartAsync();
        await using var web = await BenchAsync(server, Add("a", "component", """{"locked":true}"""));
        await using var app = await DesktopApp.JoinAsync(server, "lab", "app");
        web.Edit(Update("a", """{"x_mm":1,"y_mm":1}"""));
        await Eventually.HoldsAsync(() => (double?)app.Find("a")?["x_mm"] is 1.0, "The app did not hear of the place.");

        // It was on its way when the app heard of that, and leaves no trace on the canvas.
        var said = app.Find("a")!;
        (said["x_mm"], said["y_mm"], said["locked"]) = (9.0, 9.0, false);
        app.Send(DesktopApp.Message("command", ("command", new JsonObject { ["action"] = "update_item", ["item_type"] = "component", ["item_id"] = "a", ["data"] = said })));
        await HasAsync(web, "a", "x_mm", "9");
        await EqualAsync(web, app);
        Assert.Equal(9, (double)app.Find("a")!["x_mm"]!);
    }

    [Fact]
    public async Task O27_applying_what_others_do_makes_no_changes()
    {
        await using var server = await TestServer.StartAsync();
        await using var web = await BenchAsync(server, Add("a", "component", """{"x_mm":1,"angle_deg":-45,"interfaces":[{"element_type":"lens"}]}"""));
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        await EqualAsync(web, bob);
        var revision = web.Revision;

        // All that the app writes out is what the item is without it.
        bob.Edit("a", "notes", string.Empty);
        await bob.BeatAsync();
        Assert.Equal(revision, web.Revision);
        bob.Edit("a", "notes", "mine");
        await HasAsync(web, "a", "notes", "\"mine\"");
        Assert.Equal(revision + 1, web.Revision);
        Assert.Equal(["angle_deg", "interfaces", "notes", "x_mm"], Find(web, "a")!.Properties.Keys);
    }

    [Fact]
    public async Task O14_two_of_one_name_both_work()
    {
        await using var server = await TestServer.StartAsync();
        await using var web = await BenchAsync(server);
        await using var one = await DesktopApp.JoinAsync(server, "lab", "Ana");
        var two = await DesktopApp.JoinAsync(server, "lab", "Ana");
        one.Drop("u1", "component");
        two.Drop("u2", "source");
        await EqualAsync(web, one, two);
        await Eventually.HoldsAsync(() => one.Ids.Count == 2, "One of the two hears nothing.");
        await two.DisposeAsync();
        web.Edit(Add("u3", "component"));
        await EqualAsync(web, one);
        Assert.Equal(3, one.Ids.Count);
    }

    [Fact]
    public async Task O14_a_name_is_gone_when_the_last_of_that_name_has_left()
    {
        await using var server = await TestServer.StartAsync();
        await using var web = await BenchAsync(server);
        await using var ada = await DesktopApp.JoinAsync(server, "lab", "Ada");
        await using var namesake = await DesktopApp.JoinAsync(server, "lab", "Ana");
        var two = await DesktopApp.JoinAsync(server, "lab", "Ana");
        var three = await DesktopApp.JoinAsync(server, "lab", "Bo");
        await two.DisposeAsync();
        await three.DisposeAsync();
        foreach (var app in (DesktopApp[])[ada, namesake])
        {
            await app.NextAsync("user:left", m => (string?)m["user_id"] == "Bo");
        }

        web.Edit(Add("u1", "component"));
        foreach (var app in (DesktopApp[])[ada, namesake])
        {
            await app.NextCommandAsync("add_item", "u1");
            Assert.DoesNotContain(app.Heard, m => (string?)m["type"] == "user:left" && (string?)m["user_id"] == "Ana");
        }

        Assert.Equal(2, ada.Heard.Count(m => (string?)m["type"] == "user:joined" && (string?)m["user_id"] == "Ana"));
        await namesake.DisposeAsync();
        await ada.NextAsync("user:left", m => (string?)m["user_id"] == "Ana");
    }

    [Fact]
    public async Task What_an_app_cannot_show_stays_out_of_its_way()
    {
        await using var server = await TestServer.StartAsync();
        await using var web = await BenchAsync(server, Add("t", "text", """{"text":"Hi"}"""), Add("a", "component"));
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        web.Edit(Add("g", "group"), Update("t", """{"text":"Ho"}"""), Add("b", "component"));
        web.Edit(new DeleteOperation("items/t"));
        await bob.NextCommandAsync("add_item", "b");
        await EqualAsync(web, bob);
        Assert.DoesNotContain(bob.Heard, m => (string?)m["command"]?["action"] is "add_item" or "update_item" && (string?)m["command"]?["item_id"] is "g" or "t");
    }

    private static DesktopApp Filled(string user, params string[] ids)
    {
        var app = DesktopApp.Create(user, isHost: true);
        foreach (var (n, id) in ids.Index())
        {
            app.Paste(id, n == 0 ? "component" : "source", ("x_mm", n + 1.0), ("angle_deg", 45.0 * n));
        }

        return app;
    }

    private static async Task<Weft.Client.WeftClient> BenchAsync(TestServer server, params WireOperation[] ops)
    {
        await using (await DesktopApp.JoinAsync(server, "lab", "first"))
        {
            var web = await WebAsync(server);
            if (ops.Length > 0)
            {
                web.Edit([.. ops]);
                await web.AllSavedAsync().WaitAsync(Patience, Ct);
            }

            return web;
        }
    }
}
