using System.Text.Json.Nodes;
using Weft.Server.Tests.Faults;
using Weft.Server.Tests.Roles;

namespace Weft.Server.Tests.Gateways;

/// <summary>Newer versions of the app, alone and beside older ones: they host, receive and describe sources in another way.</summary>
public sealed class OptiverseVersionsTests : OptiverseTest
{
    private const string Laser = """{"name":"Laser","source_type":"gaussian","beam_waist_mm":1.25,"color_hex":"#00FF00","x_mm":-50,"y_mm":3,"angle_deg":15}""";

    [Fact]
    public async Task O06_O30_hosts_and_guests_of_both_versions_have_one_scene()
    {
        await using var server = await TestServer.StartAsync();
        await using var host = DesktopApp.Create("host", isHost: true, isNewer: true);
        host.Paste("laser", "source", ("name", "Laser"), ("source_type", "gaussian"), ("beam_waist_mm", 1.25), ("angle_deg", 15.0));
        host.Paste("mirror", "component", ("x_mm", 10.0), ("angle_deg", 330.0));
        await host.ConnectAsync(server.Address, "lab");
        await host.SettledAsync();
        await using var newer = await DesktopApp.JoinAsync(server, "lab", "newer", isNewer: true);
        await using var older = await DesktopApp.JoinAsync(server, "lab", "older");
        await using var web = await WebAsync(server);
        await EqualAsync(web, host, newer, older);
        newer.Drag("mirror", 20, 30, 77);
        older.Drop("lens", "component", ("x_mm", 5.0), ("angle_deg", 200.0));
        host.Delete("laser");
        web.Edit(Add("web", "source", Laser));
        await Eventually.HoldsAsync(() => older.Find("web") is not null && Find(web, "lens") is not null, "What somebody added did not come.");
        await EqualAsync(web, host, newer, older);
        Assert.Equal(["lens", "mirror", "web"], host.Ids);
        Assert.All((DesktopApp[])[host, newer, older], app => Assert.Equal((77, 0), ((double)app.Find("mirror")!["angle_deg"]!, app.Orphans)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_source_that_an_app_moves_keeps_the_colour_that_it_got_meanwhile(bool isNewer)
    {
        var time = new SteppedTime();
        await using var server = await TestServer.StartAsync(time: time);
        await using var app = await DesktopApp.JoinAsync(server, "lab", "app", isNewer: isNewer);
        await using var web = await WebAsync(server);
        web.Edit(Add("u", "source", Laser));
        await app.NextCommandAsync("update_item", "u");
        web.Edit(Update("u", """{"color_hex":"#FF00FF"}"""));
        await app.NextAsync("command", message => (string?)message["command"]!["data"]!["color_hex"] == "#FF00FF");
        time.Advance(TimeSpan.FromSeconds(10));
        app.Drag("u", 7, 8, 9);
        await HasAsync(web, "u", "x_mm", "7");
        await HasAsync(web, "u", "color_hex", "\"#FF00FF\"");
        app.Edit("u", "color_hex", "#123456");
        await HasAsync(web, "u", "color_hex", "\"#123456\"");
        await EqualAsync(web, app);
    }

    [Fact]
    public async Task What_a_version_does_not_know_of_an_item_it_leaves_as_it_is()
    {
        await using var server = await TestServer.StartAsync();
        await using var older = await DesktopApp.JoinAsync(server, "lab", "older");
        await using var newer = await DesktopApp.JoinAsync(server, "lab", "newer", isNewer: true);
        await using var web = await WebAsync(server);
        web.Edit(Add("u", "source", Laser));
        await older.NextCommandAsync("update_item", "u");
        await newer.NextCommandAsync("update_item", "u");
        older.Edit("u", "size_mm", 4.0);
        await HasAsync(web, "u", "size_mm", "4");
        newer.Edit("u", "n_rays", 5.0);
        await HasAsync(web, "u", "n_rays", "5");
        await EqualAsync(web, older, newer);
        Assert.Equal(("Laser", "gaussian", 1.25), ((string?)newer.Find("u")!["name"], (string?)newer.Find("u")!["source_type"], (double)newer.Find("u")!["beam_waist_mm"]!));
        newer.Edit("u", "name", null);
        await Eventually.HoldsAsync(() => !Find(web, "u")!.Properties.ContainsKey("name"), "A name that was taken away stays.");
        await EqualAsync(web, older, newer);
    }

    [Fact]
    public async Task A_field_that_is_said_twice_ends_nothing()
    {
        const string Twice = """{"type":"command","command":{"action":"update_item","item_id":"u","data":{"_type":"source","notes":null,"notes":"a","notes":null}}}""";
        await using var server = await TestServer.StartAsync();
        await using var app = await DesktopApp.JoinAsync(server, "lab", "app");
        app.Drop("u", "source");
        app.SendRaw(Twice);
        await using var web = await WebAsync(server);
        await HasAsync(web, "u", "notes", "\"a\"");
        app.SendRaw(Twice);
        await Eventually.HoldsAsync(() => !Find(web, "u")!.Properties.ContainsKey("notes"), "What was taken away stays.");
        await EqualAsync(web, app);
    }

    [Fact]
    public async Task A_field_that_an_app_has_at_its_default_is_no_change()
    {
        await using var server = await TestServer.StartAsync();
        await using var app = await DesktopApp.JoinAsync(server, "lab", "app", isNewer: true);
        app.Drop("u", "source", ("color_hex", "#ABCDEF"));
        await using var web = await WebAsync(server);
        await Eventually.HoldsAsync(() => Find(web, "u") is not null, "The source did not come.");
        web.Edit(Add("v", "source", """{"color_hex":"#ABCDEF","x_mm":1,"y_mm":2}"""));
        await app.NextCommandAsync("update_item", "v");
        app.Drag("v", 3, 2, 0);
        await HasAsync(web, "v", "x_mm", "3");
        Assert.Equal(["color_hex", "x_mm", "y_mm"], Find(web, "v")!.Properties.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("\"#ABCDEF\"", Find(web, "v")!.Properties["color_hex"].Text);
        Assert.Equal(JsonNode.Parse("3.0")!.GetValue<double>(), (double)app.Find("v")!["x_mm"]!);
    }
}
