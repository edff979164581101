using System.Net;
using Weft.Server.Access;
using Weft.Storage;

namespace Weft.Server.Tests.Access;

/// <summary>A server whose token is all that it asks for.</summary>
public sealed class TokenModeTests
{
    private const string Token = "0123456789-a-token-that-is-long-enough";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task M40_an_open_server_asks_nobody()
    {
        await using var server = await TestServer.StartAsync();
        using var anyone = new Browser(server.Address);
        var session = await anyone.GetAsync("api/v1/session");
        Assert.Equal((HttpStatusCode.OK, "anyone", "True"), (session.Status, session.Text("kind"), session.Text("can_create")));
        Assert.Equal("anyone", (await anyone.PostAsync("api/v1/session", new { token = "whatever" })).Text("kind"));
        Assert.Equal("open", (await anyone.GetAsync("api/v1/info")).Text("access"));
    }

    [Fact]
    public async Task M10_M40_without_the_token_nothing_is_told_and_the_refusal_says_what_to_do()
    {
        await using var server = await StartAsync();
        var id = await MakeAsync(server);
        using var nobody = new Browser(server.Address);
        foreach (var path in (string[])["session", "documents", $"documents/{id}", $"documents/{id}/export"])
        {
            var answer = await nobody.GetAsync("api/v1/" + path);
            Assert.Equal((401, "unauthorized"), answer.Problem);
            Assert.Contains("sign in", answer.Text("detail"), StringComparison.Ordinal);
        }

        Assert.Equal((401, "unauthorized"), (await nobody.PostAsync("api/v1/documents", new { title = "x", kind = "text" })).Problem);
        Assert.Equal((401, "unauthorized"), (await nobody.PostAsync("api/v1/documents/import?name=a.txt", "x")).Problem);
        Assert.Equal((401, "unauthorized"), (await nobody.SendAsync(HttpMethod.Patch, $"api/v1/documents/{id}", new { title = "y" })).Problem);
        Assert.Equal((401, "unauthorized"), (await nobody.SendAsync(HttpMethod.Delete, $"api/v1/documents/{id}")).Problem);
        var info = await nobody.GetAsync("api/v1/info");
        Assert.Equal("token", info.Text("access"));
        Assert.Equal(0, info.Json.GetProperty("addresses").GetArrayLength());
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync("healthz")).Status);
    }

    [Fact]
    public async Task M10_J02_the_token_signs_a_browser_in_by_a_cookie_that_scripts_and_other_sites_cannot_use()
    {
        await using var server = await StartAsync();
        using var browser = new Browser(server.Address);
        Assert.Equal((401, "bad_credentials"), (await browser.PostAsync("api/v1/session", new { token = Token + "x" })).Problem);
        Assert.Equal((400, "missing_field"), (await browser.PostAsync("api/v1/session", new { })).Problem);
        Assert.Null(browser.Cookie);

        var answer = await browser.PostAsync("api/v1/session", new { token = Token });
        Assert.Equal((HttpStatusCode.OK, "token", "True"), (answer.Status, answer.Text("kind"), answer.Text("admin")));
        Assert.Null(answer.Text("token"));
        var cookie = answer.Headers["Set-Cookie"];
        Assert.All(["httponly", "samesite=strict", "path=/", "max-age=604800"], part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Token, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("api/v1/documents")).Status);
    }

    [Fact]
    public async Task J02_a_program_gets_a_session_token_or_uses_the_servers()
    {
        await using var server = await StartAsync();
        using var program = new Browser(server.Address);
        var answer = await program.PostAsync("api/v1/session", new { token = Token, cookie = false });
        Assert.False(answer.Headers.ContainsKey("Set-Cookie"));
        var session = answer.Text("token")!;
        Assert.Matches("^[A-Za-z0-9_-]{43}$", session);
        foreach (var bearer in (string[])[session, Token])
        {
            using var signedIn = new Browser(server.Address) { Bearer = bearer };
            Assert.Equal("token", (await signedIn.GetAsync("api/v1/session")).Text("kind"));
        }

        using var wrong = new Browser(server.Address) { Bearer = session[..^1] + (session[^1] == 'A' ? 'B' : 'A') };
        Assert.Equal((401, "unauthorized"), (await wrong.GetAsync("api/v1/session")).Problem);
    }

    [Fact]
    public async Task A_bad_token_is_not_made_good_by_a_cookie()
    {
        await using var server = await StartAsync();
        using var browser = new Browser(server.Address) { Bearer = "nonsense" };
        await browser.PostAsync("api/v1/session", new { token = Token });
        Assert.NotNull(browser.Cookie);
        Assert.Equal((401, "unauthorized"), (await browser.GetAsync("api/v1/documents")).Problem);
    }

    [Fact]
    public async Task M34_signing_out_ends_the_session_for_good()
    {
        await using var server = await StartAsync();
        using var browser = new Browser(server.Address);
        var token = (await browser.PostAsync("api/v1/session", new { token = Token, cookie = false })).Text("token")!;
        using var program = new Browser(server.Address) { Bearer = token };
        Assert.Equal(HttpStatusCode.NoContent, (await program.SendAsync(HttpMethod.Delete, "api/v1/session")).Status);
        Assert.Equal((401, "unauthorized"), (await program.GetAsync("api/v1/session")).Problem);
        Assert.Equal(HttpStatusCode.NoContent, (await program.SendAsync(HttpMethod.Delete, "api/v1/session")).Status);
    }

    [Fact]
    public async Task M34_a_new_server_token_ends_the_sessions_of_the_old_one()
    {
        await using var store = new InMemoryAccessStore();
        string session;
        await using (var server = await StartAsync(store))
        {
            using var browser = new Browser(server.Address);
            session = (await browser.PostAsync("api/v1/session", new { token = Token, cookie = false })).Text("token")!;
        }

        await using (var again = await StartAsync(store))
        {
            using var same = new Browser(again.Address) { Bearer = session };
            Assert.Equal(HttpStatusCode.OK, (await same.GetAsync("api/v1/session")).Status);
        }

        await using var renewed = await StartAsync(store, Token + "-another");
        using var late = new Browser(renewed.Address) { Bearer = session };
        Assert.Equal((401, "unauthorized"), (await late.GetAsync("api/v1/session")).Problem);
    }

    [Fact]
    public async Task A_secret_in_the_address_is_refused_with_words()
    {
        await using var server = await StartAsync();
        using var browser = new Browser(server.Address);
        var answer = await browser.GetAsync("api/v1/documents?token=" + Token);
        Assert.Equal((400, "secret_in_address"), answer.Problem);
        using var socket = await browser.ConnectAsync("?access_token=" + Token);
        Assert.Equal(HttpStatusCode.BadRequest, socket.HttpStatusCode);
    }

    [Fact]
    public async Task No_secret_is_logged()
    {
        await using var server = await StartAsync();
        using var browser = new Browser(server.Address);
        var session = (await browser.PostAsync("api/v1/session", new { token = Token, cookie = false })).Text("token")!;
        using var program = new Browser(server.Address) { Bearer = session };
        using var socket = await program.ConnectAsync(null, "weft.v1", "weft.token." + session);
        await program.GetAsync("api/v1/documents");
        Assert.DoesNotContain(server.Log.All, line => line.Contains(Token, StringComparison.Ordinal) || line.Contains(session, StringComparison.Ordinal));
    }

    private static Task<TestServer> StartAsync(IAccessStore? store = null, string token = Token) => TestServer.StartAsync(configure: options =>
    {
        options.Access = AccessMode.Token;
        options.Token = token;
        options.AccessStore = store;
    });

    private static async Task<string> MakeAsync(TestServer server)
    {
        using var owner = new Browser(server.Address) { Bearer = Token };
        return (await owner.PostAsync("api/v1/documents", new { title = "Notes", kind = "text" })).Text("id")!;
    }
}
