using System.Net;
using System.Text.Json;
using Weft.Server.Access;
using Weft.Storage;

namespace Weft.Server.Tests.Access;

/// <summary>A server where people sign in.</summary>
public sealed class AccountTests
{
    private const string Password = "a sentence of mine";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task M10_the_first_account_needs_the_setup_secret_and_looks_after_the_server()
    {
        await using var server = await StartAsync();
        using var browser = new Browser(server.Address);
        Assert.Equal("True", (await browser.GetAsync("api/v1/info")).Text("setup"));
        Assert.Equal((403, "bad_setup"), (await RegisterAsync(browser, "Ada")).Problem);
        Assert.Equal((403, "bad_setup"), (await RegisterAsync(browser, "Ada", setup: "a guess")).Problem);

        var setup = server.Service<AccessSecrets>().Setup;
        var made = await RegisterAsync(browser, "Ada", setup: setup);
        Assert.Equal((HttpStatusCode.Created, "account", "Ada", "True"), (made.Status, made.Text("kind"), made.Text("name"), made.Text("admin")));
        Assert.Equal("False", (await browser.GetAsync("api/v1/info")).Text("setup"));
        Assert.Equal("Ada", (await browser.GetAsync("api/v1/session")).Text("name"));

        using var other = new Browser(server.Address);
        Assert.Equal("False", (await RegisterAsync(other, "Bob", setup: setup)).Text("admin"));
    }

    [Fact]
    public async Task Two_first_accounts_at_once_make_one_admin()
    {
        await using var server = await StartAsync();
        var setup = server.Service<AccessSecrets>().Setup;
        using var one = new Browser(server.Address);
        using var other = new Browser(server.Address);
        var answers = await Task.WhenAll(RegisterAsync(one, "Ada", setup: setup), RegisterAsync(other, "Bob", setup: setup));
        Assert.Single(answers, a => a.Status == HttpStatusCode.Created && string.Equals(a.Text("admin"), "True", StringComparison.Ordinal));
    }

    [Fact]
    public async Task M10_M40_a_password_signs_in_by_name_or_address_and_nothing_else_does()
    {
        await using var server = await StartWithAdaAsync("ada@example.org");
        using var browser = new Browser(server.Address);
        Assert.Equal((401, "unauthorized"), (await browser.GetAsync("api/v1/documents")).Problem);
        var wrong = await browser.SignInAsync("Ada", Password + "x");
        Assert.Equal((401, "bad_credentials"), wrong.Problem);
        var unknown = await browser.SignInAsync("Nobody", Password);
        Assert.Equal(wrong.Body, unknown.Body);
        Assert.Equal((401, "bad_credentials"), (await browser.PostAsync("api/v1/session", new { token = Password })).Problem);
        Assert.Null(browser.Cookie);

        foreach (var name in (string[])["Ada", "aDA", "ADA@example.org"])
        {
            var answer = await browser.SignInAsync(name, Password);
            Assert.Equal((HttpStatusCode.OK, "Ada", "ada@example.org"), (answer.Status, answer.Text("name"), answer.Text("email")));
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("api/v1/documents")).Status);
    }

    [Fact]
    public async Task Names_and_addresses_are_taken_once_and_checked()
    {
        await using var server = await StartWithAdaAsync("ada@example.org");
        using var browser = new Browser(server.Address);
        Assert.Equal((409, "name_taken"), (await RegisterAsync(browser, "ADA")).Problem);
        Assert.Equal((409, "email_taken"), (await RegisterAsync(browser, "Bob", "Ada@Example.org")).Problem);
        foreach (var name in (string[])["", "  ", "ada@home", "a\u202eb", "line\nbreak", new string('n', 101)])
        {
            Assert.Equal((400, "bad_name"), (await RegisterAsync(browser, name)).Problem);
        }

        foreach (var email in (string[])["nonsense", "a b@example.org", "Bob <bob@example.org>"])
        {
            Assert.Equal((400, "bad_email"), (await RegisterAsync(browser, "Bob", email)).Problem);
        }

        foreach (var password in (string[])["123456789", "aaaaaaaaaaaa", "Bob the great"])
        {
            Assert.Equal((400, "weak_password"), (await RegisterAsync(browser, "Bob the great", password: password)).Problem);
        }

        Assert.Equal(HttpStatusCode.Created, (await RegisterAsync(browser, "Bob the great", "  ")).Status);
    }

    [Fact]
    public async Task Where_registration_is_closed_only_server_admins_make_accounts()
    {
        await using var server = await StartWithAdaAsync(configure: o => o.IsRegistrationOpen = false);
        using var stranger = new Browser(server.Address);
        Assert.Equal("closed", (await stranger.GetAsync("api/v1/info")).Text("registration"));
        Assert.Equal((403, "registration_closed"), (await RegisterAsync(stranger, "Bob")).Problem);

        using var ada = new Browser(server.Address);
        await ada.SignInAsync("Ada", Password);
        var made = await RegisterAsync(ada, "Bob");
        Assert.Equal((HttpStatusCode.Created, "Bob"), (made.Status, made.Text("name")));
        Assert.Equal("Ada", (await ada.GetAsync("api/v1/session")).Text("name"));
        Assert.Equal("Bob", (await stranger.SignInAsync("Bob", Password)).Text("name"));
        Assert.Equal((403, "registration_closed"), (await RegisterAsync(stranger, "Cy")).Problem);
    }

    [Fact]
    public async Task M34_sessions_expire()
    {
        var time = new ManualTime();
        await using var server = await StartWithAdaAsync(time: time);
        using var browser = new Browser(server.Address);
        var answer = await browser.PostAsync("api/v1/session", new { name = "Ada", password = Password, cookie = false });
        using var program = new Browser(server.Address) { Bearer = answer.Text("token") };
        time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        var session = await program.GetAsync("api/v1/session");
        Assert.Equal((time.GetUtcNow() + TimeSpan.FromMilliseconds(1)).ToUnixTimeMilliseconds(), session.Json.GetProperty("expires").GetInt64());
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((401, "unauthorized"), (await program.GetAsync("api/v1/session")).Problem);
    }

    [Fact]
    public async Task M34_sessions_are_listed_and_revoked_by_their_owner_only()
    {
        var time = new ManualTime();
        await using var server = await StartWithAdaAsync(time: time);
        using var phone = new Browser(server.Address);
        using var desk = new Browser(server.Address);
        using var bob = new Browser(server.Address);
        await phone.SignInAsync("Ada", Password);
        time.Advance(TimeSpan.FromMinutes(5));
        await desk.SignInAsync("Ada", Password);
        await RegisterAsync(bob, "Bob");
        var list = (await desk.GetAsync("api/v1/account/sessions")).Json.EnumerateArray().ToList();
        Assert.Equal(3, list.Count);
        Assert.True(list[0].GetProperty("current").GetBoolean());
        Assert.Equal("127.0.0.1", list[1].GetProperty("address").GetString());
        Assert.True(list[1].GetProperty("last_seen").GetInt64() < list[0].GetProperty("last_seen").GetInt64());
        Assert.False(list[1].TryGetProperty("token_hash", out _));

        var phones = list[1].GetProperty("id").GetString();
        Assert.Equal((404, "unknown_session"), (await bob.SendAsync(HttpMethod.Delete, "api/v1/account/sessions/" + phones)).Problem);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("api/v1/session")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await desk.SendAsync(HttpMethod.Delete, "api/v1/account/sessions/" + phones)).Status);
        Assert.Equal((401, "unauthorized"), (await phone.GetAsync("api/v1/session")).Problem);

        await phone.SignInAsync("Ada", Password);
        Assert.Equal(HttpStatusCode.NoContent, (await desk.SendAsync(HttpMethod.Delete, "api/v1/account/sessions")).Status);
        Assert.Equal((401, "unauthorized"), (await phone.GetAsync("api/v1/session")).Problem);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("api/v1/session")).Status);
        Assert.Equal(HttpStatusCode.OK, (await bob.GetAsync("api/v1/session")).Status);
    }

    [Fact]
    public async Task M34_a_changed_password_ends_the_other_sessions_and_tells_it()
    {
        await using var server = await StartWithAdaAsync();
        var ended = new List<AccessChange>();
        using var phone = new Browser(server.Address);
        using var desk = new Browser(server.Address);
        await phone.SignInAsync("Ada", Password);
        await desk.SignInAsync("Ada", Password);
        server.Service<AccessChanges>().Listen(ended.Add);
        Assert.Equal((401, "bad_credentials"), (await ChangeAsync(desk, "wrong", "another sentence")).Problem);
        Assert.Equal((400, "weak_password"), (await ChangeAsync(desk, Password, "short")).Problem);
        Assert.Empty(ended);
        Assert.Equal(HttpStatusCode.NoContent, (await ChangeAsync(desk, Password, "another sentence")).Status);
        Assert.Equal(2, ended.OfType<AccessChange.SessionEnded>().Count());
        Assert.Equal((401, "unauthorized"), (await phone.GetAsync("api/v1/session")).Problem);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("api/v1/session")).Status);
        Assert.Equal((401, "bad_credentials"), (await phone.SignInAsync("Ada", Password)).Problem);
        Assert.Equal(HttpStatusCode.OK, (await phone.SignInAsync("Ada", "another sentence")).Status);
    }

    [Fact]
    public async Task Signing_in_again_replaces_the_session_of_the_browser()
    {
        await using var server = await StartWithAdaAsync();
        using var browser = new Browser(server.Address);
        await browser.SignInAsync("Ada", Password);
        var before = browser.Cookie;
        await browser.SignInAsync("Ada", Password);
        Assert.NotEqual(before, browser.Cookie);
        using var thief = new Browser(server.Address) { Bearer = before };
        Assert.Equal((401, "unauthorized"), (await thief.GetAsync("api/v1/session")).Problem);
    }

    [Fact]
    public async Task Attempts_on_an_account_are_limited_also_when_there_is_no_such_account()
    {
        var time = new ManualTime();
        await using var server = await StartWithAdaAsync(time: time);
        using var browser = new Browser(server.Address);
        foreach (var name in (string[])["ada", "Nobody"])
        {
            for (var attempt = 0; attempt < SignInLimits.PerAccount; attempt++)
            {
                Assert.Equal((401, "bad_credentials"), (await browser.SignInAsync(name, "wrong password")).Problem);
            }

            var refused = await browser.SignInAsync(name, Password);
            Assert.Equal((429, "too_many_attempts"), refused.Problem);
            Assert.Equal("30", refused.Headers["Retry-After"]);
        }

        time.Advance(SignInLimits.AccountInterval);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignInAsync("Ada", Password)).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignInAsync("Ada", Password)).Status);
    }

    [Fact]
    public async Task Attempts_from_an_address_are_limited_over_all_accounts()
    {
        var time = new ManualTime();
        await using var server = await StartWithAdaAsync(time: time);
        using var browser = new Browser(server.Address);
        for (var attempt = 0; attempt < SignInLimits.PerAddress - 1; attempt++)
        {
            Assert.Equal((401, "bad_credentials"), (await browser.SignInAsync("name" + attempt, "wrong password")).Problem);
        }

        Assert.Equal((429, "too_many_attempts"), (await browser.SignInAsync("Ada", Password)).Problem);
        time.Advance(SignInLimits.AddressInterval);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignInAsync("Ada", Password)).Status);
    }

    [Fact]
    public async Task Neither_passwords_nor_tokens_are_stored_or_logged()
    {
        await using var store = new InMemoryAccessStore();
        await using var server = await StartWithAdaAsync(configure: o => o.AccessStore = store);
        using var browser = new Browser(server.Address);
        var token = (await browser.PostAsync("api/v1/session", new { name = "Ada", password = Password, cookie = false })).Text("token")!;
        var account = await store.FindAccountByNameAsync("Ada", Ct);
        var kept = JsonSerializer.Serialize(account) + JsonSerializer.Serialize(await store.ListSessionsAsync(account!.Id, Ct));
        Assert.All([Password, token], secret =>
        {
            Assert.DoesNotContain(secret, kept, StringComparison.Ordinal);
            Assert.DoesNotContain(server.Log.All, line => line.Contains(secret, StringComparison.Ordinal));
        });
    }

    internal static Task<Answer> RegisterAsync(Browser browser, string name, string? email = null, string? setup = null, string password = Password) =>
        browser.PostAsync("api/v1/accounts", new { name, email, password, setup });

    internal static Task<TestServer> StartAsync(Action<WeftOptions>? configure = null, TimeProvider? time = null) => TestServer.StartAsync(
        configure: options =>
        {
            options.Access = AccessMode.Accounts;
            configure?.Invoke(options);
        },
        time: time);

    internal static async Task<TestServer> StartWithAdaAsync(string? email = null, Action<WeftOptions>? configure = null, TimeProvider? time = null)
    {
        var server = await StartAsync(configure, time);
        using var first = new Browser(server.Address);
        var made = await RegisterAsync(first, "Ada", email, server.Service<AccessSecrets>().Setup);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return server;
    }

    private static Task<Answer> ChangeAsync(Browser browser, string old, string @new) =>
        browser.SendAsync(HttpMethod.Put, "api/v1/account/password", new { old, @new });
}
