using System.Net;

namespace Weft.Server.Tests.Access;

/// <summary>What browsers are told to forbid.</summary>
public sealed class SecurityHeaderTests
{
    [Fact]
    public async Task Pages_run_scripts_of_the_server_only_and_in_no_frame()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new Browser(server.Address);
        foreach (var path in (string[])["", "d/k3Jx81mQzR0a", "assets/none.js", "api/v1/documents", "api/none", "openapi/v1.json", "healthz", "ws"])
        {
            var answer = await browser.GetAsync(path);
            var policy = answer.Headers["Content-Security-Policy"].Split("; ").ToDictionary(part => part.Split(' ')[0], part => part[(part.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            Assert.Equal("'self'", policy["default-src"]);
            Assert.Equal("'self' 'wasm-unsafe-eval'", policy["script-src"]);
            Assert.All(["object-src", "base-uri", "frame-src", "frame-ancestors"], name => Assert.Equal("'none'", policy[name]));
            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
            Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
            Assert.Equal("same-origin", answer.Headers["Cross-Origin-Opener-Policy"]);
            Assert.False(answer.Headers.ContainsKey("Strict-Transport-Security"));
        }
    }

    [Fact]
    public async Task Text_becomes_code_in_the_font_worker_only()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new Browser(server.Address);
        Assert.Contains("'unsafe-eval'", (await browser.GetAsync("assets/subset-worker.chunk-x.js")).Headers["Content-Security-Policy"], StringComparison.Ordinal);
        foreach (var path in (string[])["", "d/x-worker.y", "assets/index-x.js", "api/v1/documents/a-worker.b"])
        {
            Assert.DoesNotContain(" 'unsafe-eval'", (await browser.GetAsync(path)).Headers["Content-Security-Policy"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Only_the_worker_that_looks_for_servers_may_ask_other_ones()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new Browser(server.Address);
        Assert.Equal("default-src 'none'; connect-src http: https: ws: wss:", (await browser.GetAsync("assets/server-probe-x.js")).Headers["Content-Security-Policy"]);
        foreach (var path in (string[])["", "d/server-probe-x", "assets/index-server-probe-x.js", "assets/subset-worker.chunk-x.js"])
        {
            Assert.DoesNotContain(" http:", (await browser.GetAsync(path)).Headers["Content-Security-Policy"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_named_origin_may_show_the_app_in_a_frame()
    {
        await using var server = await TestServer.StartAsync(configure: o => o.AllowedOrigins = ["https://app.example"]);
        using var browser = new Browser(server.Address);
        Assert.EndsWith("frame-ancestors https://app.example", (await browser.GetAsync("")).Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_for_every_reader_is_not_kept_on_the_way()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new Browser(server.Address);
        var id = await server.CreateAsync();
        foreach (var path in (string[])["session", "documents", $"documents/{id}", $"documents/{id}/export", "info"])
        {
            var answer = await browser.GetAsync("api/v1/" + path);
            Assert.Equal((HttpStatusCode.OK, "no-store"), (answer.Status, answer.Headers["Cache-Control"]));
        }
    }
}
