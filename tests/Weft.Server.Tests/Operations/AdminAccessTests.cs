using System.Net;
using System.Text.Json;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Tests.Access;
using Weft.Server.Tests.Roles;

namespace Weft.Server.Tests.Operations;

/// <summary>Who looks after a server, and who does not.</summary>
public sealed class AdminAccessTests
{
    private const string Token = "0123456789-a-token-that-is-long-enough";

    private static readonly string[] s_shown =
        ["api/v1/admin/server", "api/v1/admin/rooms", "api/v1/admin/sessions", "api/v1/admin/accounts", "api/v1/admin/storage", "api/v1/admin/limits"];

    [Fact]
    public async Task An_open_server_is_looked_after_from_its_own_machine_only()
    {
        await using var server = await TestServer.StartAsync();
        using var here = new Browser(server.Address);
        await SeesAsync(here);
        using var elsewhere = new Browser(server.Address) { Headers = { ["X-Forwarded-For"] = "192.0.2.7" } };
        await SeesNothingAsync(elsewhere, 403, "forbidden");
    }

    [Fact]
    public async Task A_server_with_a_token_is_looked_after_by_who_holds_it()
    {
        await using var server = await TestServer.StartAsync(configure: options => (options.Access, options.Token) = (AccessMode.Token, Token));
        using var holder = new Browser(server.Address) { Bearer = Token };
        await SeesAsync(holder);
        using var nobody = new Browser(server.Address);
        await SeesNothingAsync(nobody, 401, "unauthorized");
    }

    [Fact]
    public async Task A_server_with_accounts_is_looked_after_by_its_admin()
    {
        await using var people = await People.StartAsync();
        var root = await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var gus = await people.RedeemAsync((await ada.LinkAsync(await ada.CreateAsync(), "editor")).Secret);
        await SeesAsync(root.Browser);
        await SeesNothingAsync(ada.Browser, 403, "forbidden");
        await SeesNothingAsync(gus.Browser, 403, "forbidden");
        using var nobody = new Browser(people.Server.Address);
        await SeesNothingAsync(nobody, 401, "unauthorized");
        Assert.Equal((403, "forbidden"), (await ada.Browser.PostAsync("api/v1/admin/sessions/1/close", new { })).Problem);
        Assert.Equal((403, "forbidden"), (await ada.Browser.SendAsync(HttpMethod.Put, "api/v1/admin/accounts/" + ada.Account, new { admin = true })).Problem);
        Assert.Equal((403, "forbidden"), (await ada.Browser.PostAsync($"api/v1/admin/accounts/{root.Account}/close", new { })).Problem);
    }

    [Fact]
    public async Task Metrics_are_opened_to_everybody_by_an_option_alone()
    {
        await using var server = await TestServer.StartAsync(configure: options => (options.Access, options.Token, options.PublicMetrics) = (AccessMode.Token, Token, true));
        using var nobody = new Browser(server.Address);
        Assert.Contains("weft_connections", (await nobody.GetAsync("metrics")).Body, StringComparison.Ordinal);
        Assert.Equal((401, "unauthorized"), (await nobody.GetAsync(s_shown[0])).Problem);
    }

    [Fact]
    public async Task Sessions_tell_who_it_is_and_their_role_and_an_admin_of_the_server_changes_it()
    {
        await using var people = await People.StartAsync();
        var root = await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var bob = await people.RegisterAsync("Bob");
        var id = await ada.CreateAsync();
        await ada.ShareAsync(id, "Bob", "editor");
        await using var peer = await bob.JoinAsync(id, "bobs-laptop");
        await using var idle = await ada.ConnectAsync();
        await using var nobody = await people.Server.ConnectAsync();

        Assert.Equal(["Bob account:B B editor bobs-laptop", "Ada account:A A  ", "    "], await DescribeAsync());
        Assert.Equal(200, (int)(await root.ShareAsync(id, "Bob", "viewer")).Status);
        Assert.Equal(DocumentRole.Viewer, (await peer.NextAsync<AccessMessage>()).Role);
        Assert.Equal("Bob account:B B viewer bobs-laptop", (await DescribeAsync())[0]);

        async Task<List<string>> DescribeAsync() =>
        [
            .. (await root.Browser.GetAsync("api/v1/admin/sessions")).Json.GetProperty("sessions").EnumerateArray().Select(session =>
                string.Join(' ', ((string[])["name", "person", "account", "role", "client"]).Select(field => session.GetProperty(field).GetString()))
                    .Replace(ada.Account, "A", StringComparison.Ordinal).Replace(bob.Account, "B", StringComparison.Ordinal)),
        ];
    }

    [Fact]
    public async Task Accounts_are_listed_made_admins_and_signed_out()
    {
        await using var people = await People.StartAsync();
        var root = await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada", "ada@example.org");
        var accounts = (await root.Browser.GetAsync("api/v1/admin/accounts")).Json.GetProperty("accounts").EnumerateArray().ToList();
        Assert.Equal([(root.Account, "Root", null, true), (ada.Account, "Ada", "ada@example.org", false)], accounts.Select(Read));
        Assert.True(accounts[0].GetProperty("created").GetInt64() > 0);

        Assert.Equal((409, "last_admin"), (await SetAsync(root, root, admin: false)).Problem);
        Assert.Equal((404, "unknown_account"), (await root.Browser.SendAsync(HttpMethod.Put, "api/v1/admin/accounts/none", new { admin = true })).Problem);
        Assert.Equal((400, "bad_json"), (await root.Browser.SendAsync(HttpMethod.Put, "api/v1/admin/accounts/" + ada.Account, new { })).Problem);
        Assert.Equal(204, (int)(await SetAsync(root, ada, admin: true)).Status);
        await SeesAsync(ada.Browser);

        await using var peer = await root.ConnectAsync();
        Assert.Equal(204, (int)(await SetAsync(ada, root, admin: false)).Status);
        Assert.Equal(CloseCodes.AccessWithdrawn, await peer.ClosedAsync());
        await SeesNothingAsync(root.Browser, 401, "unauthorized");
        await SeesNothingAsync((await people.SignInAsync("Root")).Browser, 403, "forbidden");
    }

    [Fact]
    public async Task All_sessions_of_an_account_are_closed_but_for_that_which_asks()
    {
        await using var people = await People.StartAsync();
        var root = await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        await using var peer = await ada.ConnectAsync();
        var elsewhere = await people.SignInAsync("Root");
        Assert.Equal(204, (int)(await root.Browser.PostAsync($"api/v1/admin/accounts/{ada.Account}/close", new { })).Status);
        Assert.Equal(CloseCodes.AccessWithdrawn, await peer.ClosedAsync());
        Assert.Equal((401, "unauthorized"), (await ada.Browser.GetAsync("api/v1/session")).Problem);
        Assert.Equal(204, (int)(await root.Browser.PostAsync($"api/v1/admin/accounts/{root.Account}/close", new { })).Status);
        Assert.Equal((401, "unauthorized"), (await elsewhere.Browser.GetAsync("api/v1/session")).Problem);
        await SeesAsync(root.Browser);
        Assert.Equal((404, "unknown_account"), (await root.Browser.PostAsync("api/v1/admin/accounts/none/close", new { })).Problem);
    }

    private static (string?, string?, string?, bool) Read(JsonElement account) => (
        account.GetProperty("account").GetString(),
        account.GetProperty("name").GetString(),
        account.TryGetProperty("email", out var email) ? email.GetString() : null,
        account.GetProperty("admin").GetBoolean());

    private static Task<Answer> SetAsync(Person by, Person whom, bool admin) =>
        by.Browser.SendAsync(HttpMethod.Put, "api/v1/admin/accounts/" + whom.Account, new { admin });

    private static async Task SeesAsync(Browser browser)
    {
        foreach (var path in (string[])[.. s_shown, "metrics"])
        {
            Assert.Equal((path, HttpStatusCode.OK), (path, (await browser.GetAsync(path)).Status));
        }
    }

    private static async Task SeesNothingAsync(Browser browser, int status, string code)
    {
        foreach (var path in s_shown)
        {
            Assert.Equal((status, code), (await browser.GetAsync(path)).Problem);
        }

        Assert.Equal((403, "forbidden"), (await browser.GetAsync("metrics")).Problem);
    }
}
