using System.Net;
using Weft.Server.Hosting;
using Weft.Server.Tests.Access;
using Weft.Server.Tests.Gateways;
using Weft.Server.Tests.Roles;

namespace Weft.Server.Tests;

/// <summary>Sessions by name, as a page opens them and as the desktop app does.</summary>
public sealed class NamedSessionTests
{
    private const string Path = "api/v1/documents/session";

    [Fact]
    public async Task O13_a_session_is_looked_for_first_and_made_when_a_kind_is_given()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new Browser(server.Address);
        Assert.Equal((404, "unknown_session"), (await browser.PostAsync(Path, new { session = "project-alpha" })).Problem);
        Assert.Equal(0, (await browser.GetAsync("api/v1/documents")).Json.GetProperty("documents").GetArrayLength());

        var made = await browser.PostAsync(Path, new { session = "project-alpha", kind = "board" });
        Assert.Equal((HttpStatusCode.Created, "project-alpha", "board"), (made.Status, made.Text("id"), made.Text("kind")));
        var found = await browser.PostAsync(Path, new { session = " project-alpha ", kind = "bench" });
        Assert.Equal((HttpStatusCode.OK, "project-alpha", "board"), (found.Status, found.Text("id"), found.Text("kind")));
    }

    [Fact]
    public async Task O12_O13_O40_a_page_and_the_desktop_app_come_into_one_session_by_any_name()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new Browser(server.Address);
        await using var app = DesktopApp.Create("Ana");
        await app.ConnectAsync(server.Address, "Labor für Öptik");
        await app.SettledAsync();
        var found = await browser.PostAsync(Path, new { session = "Labor für Öptik" });
        Assert.Equal((HttpStatusCode.OK, NamedSessions.DocumentOf("Labor für Öptik"), 1), (found.Status, found.Text("id"), found.Json.GetProperty("users").GetInt32()));
    }

    [Theory]
    [InlineData("", null, "bad_session")]
    [InlineData("a\u0007b", null, "bad_session")]
    [InlineData("new", "opera", "unknown_kind")]
    public async Task What_is_no_session_is_refused_in_words(string session, string? kind, string code)
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new Browser(server.Address);
        Assert.Equal((400, code), (await browser.PostAsync(Path, new { session, kind })).Problem);
    }

    [Fact]
    public async Task O48_who_has_no_right_to_a_session_does_not_come_in_by_its_name()
    {
        await using var people = await People.StartAsync();
        var ada = await people.RegisterAsync("Ada");
        var bob = await people.RegisterAsync("Bob");
        using var nobody = new Browser(people.Server.Address);
        Assert.Equal(HttpStatusCode.Created, (await ada.Browser.PostAsync(Path, new { session = "lab", kind = "bench" })).Status);
        Assert.Equal("admin", (await ada.Browser.PostAsync(Path, new { session = "lab" })).Text("role"));
        Assert.Equal((403, "forbidden"), (await bob.Browser.PostAsync(Path, new { session = "lab", kind = "bench" })).Problem);
        Assert.Equal((401, "unauthorized"), (await nobody.PostAsync(Path, new { session = "lab" })).Problem);
    }

    [Fact]
    public async Task O42_a_page_of_another_server_may_learn_that_this_one_is_here_and_nothing_more()
    {
        await using var server = await TestServer.StartAsync();
        using var stranger = new Browser(server.Address) { Origin = "http://192.168.1.7:8765" };
        var info = await stranger.GetAsync("api/v1/info");
        Assert.Equal((HttpStatusCode.OK, "Weft", "open", "*"), (info.Status, info.Text("name"), info.Text("access"), info.Headers["Access-Control-Allow-Origin"]));
        Assert.Equal(0, info.Json.GetProperty("addresses").GetArrayLength());
        Assert.False((await stranger.GetAsync("api/v1/documents")).Headers.ContainsKey("Access-Control-Allow-Origin"));
        Assert.Equal((403, "bad_origin"), (await stranger.PostAsync(Path, new { session = "lab", kind = "bench" })).Problem);

        using var own = new Browser(server.Address) { Origin = server.Address.Http.GetLeftPart(UriPartial.Authority) };
        Assert.False((await own.GetAsync("api/v1/info")).Headers.ContainsKey("Access-Control-Allow-Origin"));
    }
}
