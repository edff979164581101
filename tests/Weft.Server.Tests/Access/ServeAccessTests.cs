using System.Net;
using System.Text.RegularExpressions;
using Weft.Client;
using Weft.Server.Access;

namespace Weft.Server.Tests.Access;

/// <summary>What <c>weft serve</c> makes of the options about who may use it.</summary>
public sealed partial class ServeAccessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-serve-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task M10_on_the_network_it_asks_for_a_token_that_a_restart_keeps_and_new_token_replaces()
    {
        var first = await TokenOfAsync("--host", "0.0.0.0");
        Assert.Matches("^[A-Za-z0-9_-]{43}$", first);
        Assert.Equal(first, await TokenOfAsync("--host", "0.0.0.0"));
        var second = await TokenOfAsync("--new-token");
        Assert.NotEqual(first, second);
        Assert.Equal(second, await TokenOfAsync("--host", "localhost", "--access", "token"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, ServerToken.FileName)));
        }
    }

    [Fact]
    public async Task M10_M40_the_printed_link_lets_in_and_nothing_else_does()
    {
        await using var weft = WeftProcess.Start("serve", "--access", "token", "--host", "localhost", "--port", "0", "--data", _folder);
        var address = await weft.ListeningAsync();
        using var browser = new Browser(address);
        Assert.Equal((401, "unauthorized"), (await browser.GetAsync("api/v1/documents")).Problem);
        var token = Link().Match(weft.Output).Groups["secret"].Value;
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("api/v1/session", new { token })).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("api/v1/documents")).Status);
        await weft.TerminateAsync();
        Assert.Contains("Only who has the link", weft.Output, StringComparison.Ordinal);
        Assert.Empty(weft.Errors.Trim());
    }

    [Fact]
    public async Task M10_M40_accounts_begin_with_the_printed_setup_link()
    {
        await using (var weft = WeftProcess.Start("serve", "--access", "accounts", "--host", "localhost", "--port", "0", "--data", _folder))
        {
            var address = await weft.ListeningAsync();
            using var browser = new Browser(address);
            var setup = Link().Match(weft.Output).Groups["secret"].Value;
            Assert.Equal("True", (await AccountTests.RegisterAsync(browser, "Ada", setup: setup)).Text("admin"));
            await weft.TerminateAsync();
        }

        await using var again = WeftProcess.Start("serve", "--access", "accounts", "--registration", "closed", "--host", "localhost", "--port", "0", "--data", _folder);
        using var stranger = new Browser(await again.ListeningAsync());
        Assert.Equal((403, "registration_closed"), (await AccountTests.RegisterAsync(stranger, "Bob")).Problem);
        Assert.Equal(HttpStatusCode.OK, (await stranger.SignInAsync("Ada", "a sentence of mine")).Status);
        await again.TerminateAsync();
        Assert.DoesNotMatch(Link(), again.Output);
    }

    [Theory]
    [InlineData("leave one of the two out", "--lan", "--access", "accounts")]
    [InlineData("leave one of the two out", "--lan", "--host", "localhost")]
    [InlineData("one of: open, token, accounts", "--access", "everybody")]
    [InlineData("one of: open, closed", "--registration", "maybe")]
    [InlineData("go together", "--cert", "a.pem")]
    [InlineData("cannot be used", "--cert", "missing.pem", "--key", "missing.pem")]
    [InlineData("go together", "--jwt-issuer", "https://issuer.example")]
    [InlineData("lets everybody in", "--lan", "--jwt-issuer", "a", "--jwt-audience", "b", "--jwt-key", "c")]
    [InlineData("cannot be read", "--jwt-issuer", "a", "--jwt-audience", "b", "--jwt-key", "missing")]
    [InlineData("--new-token", "--new-token", "--access", "accounts")]
    [InlineData("An origin", "--allow-origin", "https://app.example/path")]
    [InlineData("neither an IP address", "--trust-proxy", "nginx")]
    public async Task Wrong_options_are_said_in_one_sentence(string words, params string[] options)
    {
        var (code, output, errors) = await WeftProcess.RunAsync(["serve", "--port", "0", "--data", _folder, .. options]);
        Assert.Contains(words, errors, StringComparison.Ordinal);
        Assert.Equal(2, code);
        Assert.Single(errors.Trim().Split('\n'));
        Assert.DoesNotContain("Exception", errors + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_in_the_environment_is_taken_and_not_shown()
    {
        const string Chosen = "chosen-by-the-operator-0123456789";
        await using var weft = WeftProcess.Start(new Dictionary<string, string> { ["WEFT_TOKEN"] = Chosen }, "serve", "--access", "token", "--host", "localhost", "--port", "0", "--data", _folder);
        using var program = new Browser(await weft.ListeningAsync()) { Bearer = Chosen };
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("api/v1/documents")).Status);
        Assert.False(File.Exists(Path.Combine(_folder, ServerToken.FileName)));
        Assert.DoesNotContain(Chosen, weft.Output, StringComparison.Ordinal);

        await using var weak = WeftProcess.Start(new Dictionary<string, string> { ["WEFT_TOKEN"] = "short" }, "serve", "--access", "token", "--port", "0", "--data", _folder);
        Assert.Equal(2, await weak.ExitedAsync());
        Assert.Contains("WEFT_TOKEN", weak.Errors, StringComparison.Ordinal);
    }

    private async Task<string> TokenOfAsync(params string[] options)
    {
        await using var weft = WeftProcess.Start(["serve", "--port", "0", "--data", _folder, .. options]);
        await weft.ListeningAsync();
        await weft.TerminateAsync();
        return Link().Match(weft.Output).Groups["secret"].Value;
    }

    [GeneratedRegex(@"^Open\s+http://\S+/#(token|setup)=(?<secret>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Link();
}
