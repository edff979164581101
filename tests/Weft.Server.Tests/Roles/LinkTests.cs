using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Tests.Access;

namespace Weft.Server.Tests.Roles;

/// <summary>Share links: made, redeemed, revoked, expired.</summary>
public sealed class LinkTests
{
    [Fact(DisplayName = "[ACCESS-10] J-04 O-46 A guest comes by a share link, with its role, and is called a guest")]
    public async Task Guests()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var id = await ada.CreateAsync();
        var (_, secret) = await ada.LinkAsync(id, "viewer");
        await using var owner = await ada.JoinAsync(id);
        var gus = await people.RedeemAsync(secret);
        var session = await gus.Browser.GetAsync("api/v1/session");
        Assert.Equal(("guest", "Gus", "False"), (session.Text("kind"), session.Text("name"), session.Text("can_create")));
        Assert.Equal((403, "forbidden"), (await gus.Browser.PostAsync("api/v1/documents", new { title = "Mine", kind = "text" })).Problem);

        await using var peer = await gus.JoinAsync(id, "gus");
        Assert.Equal((DocumentRole.Viewer, "Gus"), (peer.Sync.Role, peer.Sync.Name));
        Assert.True((await owner.NextAsync<PresenceMessage>()).Joined.Single().Guest);
        await peer.InsertAsync(1, 0, 0, "x");
        Assert.Equal(ErrorCodes.Forbidden, (await peer.NextErrorAsync()).Code);
    }

    [Fact(DisplayName = "[ACCESS-7] A link that is revoked ends the sessions that came through it, and is good for nothing more")]
    public async Task Revoked()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var id = await ada.CreateAsync();
        var (link, secret) = await ada.LinkAsync(id, "editor");
        var (_, other) = await ada.LinkAsync(id, "editor");
        await using var stays = await (await people.RedeemAsync(other)).JoinAsync(id);
        await using var goes = await (await people.RedeemAsync(secret)).JoinAsync(id);
        await goes.InsertSavedAsync(1, 0, 0, "x");
        Assert.Equal(204, (int)(await ada.Browser.SendAsync(HttpMethod.Delete, $"api/v1/documents/{id}/links/{link}")).Status);
        Assert.Equal(CloseCodes.AccessWithdrawn, await goes.ClosedAsync());
        await stays.InsertSavedAsync(1, 1, 0, "y");
        using var nobody = new Browser(people.Server.Address);
        Assert.Equal((404, "bad_link"), (await nobody.PostAsync("api/v1/session/links", new { secret })).Problem);
        Assert.Equal((404, "bad_link"), (await nobody.PostAsync("api/v1/session/links", new { secret = "guess" })).Problem);
        Assert.Equal((404, "unknown_link"), (await ada.Browser.SendAsync(HttpMethod.Delete, $"api/v1/documents/{id}/links/{link}")).Problem);
    }

    [Fact(DisplayName = "[ACCESS-7] A link that expires ends the sessions that came through it, to the moment")]
    public async Task Expired()
    {
        var time = new SteppedTime();
        await using var people = await People.StartAsync(time);
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var id = await ada.CreateAsync();
        var (_, secret) = await ada.LinkAsync(id, "editor", time.GetUtcNow().AddHours(3));
        var (_, longer) = await ada.LinkAsync(id, "viewer", time.GetUtcNow().AddHours(5));
        var gus = await people.RedeemAsync(secret);
        var both = await people.RedeemAsync(secret, "Both");
        Assert.Equal(("viewer", "editor"), ((await ada.Browser.GetAsync($"api/v1/documents/{id}/links")).Json.GetProperty("links")[1].GetProperty("role").GetString(), (await both.Browser.PostAsync("api/v1/session/links", new { secret = longer })).Text("role")));
        await using var one = await gus.JoinAsync(id, "gus");
        await using var two = await both.JoinAsync(id, "both");
        time.Advance(TimeSpan.FromHours(2));
        await one.InsertSavedAsync(1, 0, 0, "x");
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(CloseCodes.AccessWithdrawn, await one.ClosedAsync());
        Assert.Equal(DocumentRole.Viewer, (await two.NextAsync<AccessMessage>()).Role);
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(CloseCodes.AccessWithdrawn, await two.ClosedAsync());
        using var nobody = new Browser(people.Server.Address);
        Assert.Equal((404, "bad_link"), (await nobody.PostAsync("api/v1/session/links", new { secret = longer })).Problem);
    }

    [Fact(DisplayName = "[ACCESS-6] A link that is redeemed while connected holds at once, for the whole session")]
    public async Task RedeemedLive()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var bob = await people.RegisterAsync("Bob");
        var id = await ada.CreateAsync();
        await ada.ShareAsync(id, "Bob", "viewer");
        var (_, secret) = await ada.LinkAsync(id, "editor");
        await using var peer = await bob.JoinAsync(id, "bob");
        Assert.Equal(DocumentRole.Viewer, peer.Sync.Role);
        var answer = await bob.Browser.PostAsync("api/v1/session/links", new { secret });
        Assert.Equal((id, "editor", "account"), (answer.Text("document"), answer.Text("role"), answer.Json.GetProperty("session").GetProperty("kind").GetString()));
        Assert.Equal(DocumentRole.Editor, (await peer.NextAsync<AccessMessage>()).Role);
        await peer.InsertSavedAsync(1, 0, 0, "x");
    }

    [Fact(DisplayName = "A share link's secret is shown once, stands behind the #, and is in no log")]
    public async Task Secrets()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var id = await ada.CreateAsync();
        var made = await ada.Browser.PostAsync($"api/v1/documents/{id}/links", new { role = "commenter", run = true, label = "for Gus" });
        var secret = made.Text("secret")!;
        Assert.Equal($"{people.Server.Address.Http}d/{id}#link={secret}", made.Text("url"));
        var list = await ada.Browser.GetAsync($"api/v1/documents/{id}/links");
        Assert.DoesNotContain(secret, list.Body, StringComparison.Ordinal);
        Assert.Equal("for Gus", list.Json.GetProperty("links")[0].GetProperty("label").GetString());
        await using var peer = await (await people.RedeemAsync(secret)).JoinAsync(id);
        Assert.Equal((DocumentRole.Commenter, true), (peer.Sync.Role, peer.Sync.Run));
        Assert.DoesNotContain(people.Server.Log.All, line => line.Contains(secret, StringComparison.Ordinal) || line.Contains(ada.Token, StringComparison.Ordinal));
        foreach (var bad in (object[])[new { role = "admin" }, new { role = "x" }, new { role = "viewer", expires = 1 }, new { role = "viewer", label = new string('x', 101) }])
        {
            Assert.Equal(400, (await ada.Browser.PostAsync($"api/v1/documents/{id}/links", bad)).Problem.Status);
        }
    }

    [Fact(DisplayName = "[ACCESS-5] [ACCESS-7] With a token instead of accounts, links let guests into one document and no further, until they are revoked")]
    public async Task TokenMode()
    {
        const string Token = "0123456789-a-token-that-is-long-enough";
        await using var people = new People(await TestServer.StartAsync(configure: options => (options.Access, options.Token) = (AccessMode.Token, Token)));
        using var owner = new Person(people.Server, "Owner", account: null, Token);
        var (shared, secretive) = (await owner.CreateAsync(), await owner.CreateAsync());
        var (link, secret) = await owner.LinkAsync(shared, "editor");
        var gus = await people.RedeemAsync(secret);
        Assert.Equal(shared, Assert.Single((await gus.Browser.GetAsync("api/v1/documents")).Json.GetProperty("documents").EnumerateArray()).GetProperty("id").GetString());
        foreach (var path in (string[])["api/v1/admin/server", $"api/v1/documents/{shared}/links", $"api/v1/documents/{secretive}"])
        {
            Assert.Equal((403, "forbidden"), (await gus.Browser.GetAsync(path)).Problem);
        }

        Assert.Equal((403, "forbidden"), (await gus.Browser.PostAsync("api/v1/documents", new { title = "Mine", kind = "text" })).Problem);
        await using var at = await owner.JoinAsync(shared, "owner");
        await using var peer = await gus.JoinAsync(shared, "gus");
        Assert.Equal((DocumentRole.Editor, "Gus"), (peer.Sync.Role, peer.Sync.Name));
        Assert.True((await at.NextAsync<PresenceMessage>()).Joined.Single().Guest);
        await peer.InsertSavedAsync(1, 0, 0, "x");

        Assert.Equal(204, (int)(await owner.Browser.SendAsync(HttpMethod.Delete, $"api/v1/documents/{shared}/links/{link}")).Status);
        Assert.Equal(CloseCodes.AccessWithdrawn, await peer.ClosedAsync());
        await at.InsertSavedAsync(1, 1, 0, "y");
    }

    [Fact(DisplayName = "An open server has no links: whoever reaches it is in")]
    public async Task OpenMode()
    {
        await using var server = await TestServer.StartAsync();
        using var anyone = new Browser(server.Address);
        var refused = await anyone.PostAsync($"api/v1/documents/{await server.CreateAsync()}/links", new { role = "viewer" });
        Assert.Equal((409, "open_server"), refused.Problem);
    }

    [Fact(DisplayName = "A browser that redeems a link has a session from then on, and keeps it for the next link")]
    public async Task Browsers()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var (first, second) = (await ada.CreateAsync(), await ada.CreateAsync());
        using var browser = new Browser(people.Server.Address);
        await browser.PostAsync("api/v1/session/links", new { secret = (await ada.LinkAsync(first, "viewer")).Secret, name = "Gus" });
        var cookie = browser.Cookie;
        Assert.NotNull(cookie);
        var again = await browser.PostAsync("api/v1/session/links", new { secret = (await ada.LinkAsync(second, "editor")).Secret });
        Assert.Equal((second, "editor", cookie), (again.Text("document"), again.Text("role"), browser.Cookie));
        Assert.Equal(2, (await browser.GetAsync("api/v1/documents")).Json.GetProperty("documents").GetArrayLength());
        using var socket = await browser.ConnectAsync(null, "weft.v1");
        Assert.Equal(System.Net.WebSockets.WebSocketState.Open, socket.State);
    }
}
