using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Text;
using System.Text.RegularExpressions;
using Weft.Client;
using Weft.Server.Tests.Faults;

namespace Weft.Server.Tests.Access;

/// <summary>The way to the server: TLS of its own, and a proxy before it.</summary>
public sealed partial class TransportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-tls-").FullName;
    private readonly TestCertificate _certificate;

    public TransportTests() => _certificate = new TestCertificate(_folder);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task O47_with_a_certificate_it_serves_https_and_wss_and_says_so()
    {
        await using var weft = WeftProcess.Start(
            "serve", "--host", "127.0.0.1", "--port", "0", "--access", "accounts", "--cert", _certificate.CertificateFile, "--key", _certificate.KeyFile, "--data", Path.Combine(_folder, "data"));
        var address = await weft.ListeningAsync();
        Assert.Equal("https", address.Http.Scheme);
        using var ada = new Browser(address, _certificate);
        await SignedInAndEditingAsync(ada, address, SetupOf(weft));
        await weft.TerminateAsync();
        Assert.Empty(weft.Errors.Trim());
    }

    [Fact]
    public async Task O47_a_renewed_certificate_is_shown_without_a_restart_and_a_half_renewed_one_is_not()
    {
        await using var weft = WeftProcess.Start(
            "serve", "--host", "127.0.0.1", "--port", "0", "--access", "accounts", "--cert", _certificate.CertificateFile, "--key", _certificate.KeyFile, "--data", Path.Combine(_folder, "data"));
        var address = await weft.ListeningAsync();
        Assert.True(await IsShownAsync(_certificate, address));
        var formerKey = await File.ReadAllTextAsync(_certificate.KeyFile, Ct);
        using var renewed = new TestCertificate(_folder);
        var key = await File.ReadAllTextAsync(renewed.KeyFile, Ct);
        await File.WriteAllTextAsync(renewed.KeyFile, formerKey, Ct);
        await Eventually.HoldsAsync(
            async () => await IsShownAsync(_certificate, address) && weft.Output.Contains("the former one is kept", StringComparison.Ordinal),
            () => $"The certificate that does not fit its key is not noticed: {weft.Output}");
        await File.WriteAllTextAsync(renewed.KeyFile, key, Ct);
        await Eventually.HoldsAsync(() => IsShownAsync(renewed, address), () => $"The renewed certificate is not shown: {weft.Output}");
        await weft.TerminateAsync();
    }

    [Fact]
    public async Task O47_O49_behind_nginx_it_knows_the_clients_address_scheme_and_host()
    {
        Assert.SkipWhen(Nginx.Find() is null, "nginx is missing: apt-get install nginx, or name one in NGINX.");
        await using var weft = WeftProcess.Start(
            "serve", "--host", "127.0.0.1", "--port", "0", "--access", "accounts", "--trust-proxy", "127.0.0.1", "--data", Path.Combine(_folder, "data"));
        var behind = await weft.ListeningAsync();
        await using var nginx = await Nginx.StartAsync(Nginx.Find()!, _folder, _certificate, behind.Http.Port);
        var address = ServerAddress.Parse($"https://localhost:{nginx.Port}")!;
        using var ada = new Browser(address, _certificate, IPAddress.Parse("127.0.0.2"));

        // What a client says of itself is not what the proxy says of it.
        ada.Headers["X-Forwarded-For"] = "203.0.113.7";
        await SignedInAndEditingAsync(ada, address, SetupOf(weft));
        var sessions = (await ada.GetAsync("api/v1/account/sessions")).Json;
        Assert.Equal("127.0.0.2", sessions[0].GetProperty("address").GetString());
        await weft.TerminateAsync();
    }

    [Fact]
    public async Task Forwarded_headers_of_nobody_in_particular_are_not_believed()
    {
        await using var weft = WeftProcess.Start(
            "serve", "--host", "127.0.0.1", "--port", "0", "--access", "accounts", "--trust-proxy", "192.0.2.1", "--data", Path.Combine(_folder, "data"));
        using var ada = new Browser(await weft.ListeningAsync());
        ada.Headers["X-Forwarded-For"] = "203.0.113.7";
        ada.Headers["X-Forwarded-Proto"] = "https";
        var made = await AccountTests.RegisterAsync(ada, "Ada", setup: SetupOf(weft));
        Assert.DoesNotContain("secure", made.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
        Assert.Equal("127.0.0.1", (await ada.GetAsync("api/v1/account/sessions")).Json[0].GetProperty("address").GetString());
        await weft.TerminateAsync();
    }

    [Fact]
    public async Task An_open_server_refuses_what_a_proxy_passes_on_to_it_unasked()
    {
        await using var weft = WeftProcess.Start("serve", "--host", "127.0.0.1", "--port", "0", "--data", Path.Combine(_folder, "data"));
        using var stranger = new Browser(await weft.ListeningAsync());
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("api/v1/documents")).Status);
        stranger.Headers["X-Forwarded-For"] = "203.0.113.7";
        var refused = await stranger.GetAsync("api/v1/documents");
        Assert.Equal((403, "behind_proxy"), refused.Problem);
        Assert.Contains("--trust-proxy", refused.Text("detail"), StringComparison.Ordinal);
        await weft.TerminateAsync();
    }

    private static async Task<bool> IsShownAsync(TestCertificate certificate, ServerAddress address)
    {
        using var line = new TcpClient();
        await line.ConnectAsync(IPAddress.Loopback, address.Http.Port, Ct);
        await using var tls = new SslStream(line.GetStream(), leaveInnerStreamOpen: false, certificate.IsShown);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, Ct);
            return true;
        }
        catch (AuthenticationException)
        {
            return false;
        }
    }

    private static async Task SignedInAndEditingAsync(Browser ada, ServerAddress address, string setup)
    {
        var made = await AccountTests.RegisterAsync(ada, "Ada", setup: setup);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Contains("secure", made.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("max-age", made.Headers["Strict-Transport-Security"], StringComparison.Ordinal);
        var document = (await ada.PostAsync("api/v1/documents", new { title = "Notes", kind = "text" })).Text("id");

        ada.Origin = address.Http.GetLeftPart(UriPartial.Authority);
        using var socket = await ada.ConnectAsync(null, "weft.v1");
        Assert.Equal((WebSocketState.Open, "weft.v1"), (socket.State, socket.SubProtocol));
        await socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"type":"join","document":"{{document}}","id":1}"""), WebSocketMessageType.Text, true, Ct);
        var buffer = new byte[16 * 1024];
        var read = await socket.ReceiveAsync(buffer.AsMemory(), Ct);
        Assert.Contains("\"sync\"", Encoding.UTF8.GetString(buffer, 0, read.Count), StringComparison.Ordinal);

        ada.Origin = "https://evil.example";
        using var refused = await ada.ConnectAsync(null, "weft.v1");
        Assert.Equal(HttpStatusCode.Forbidden, refused.HttpStatusCode);
        ada.Origin = null;
    }

    private static string SetupOf(WeftProcess weft) => Setup().Match(weft.Output).Groups["secret"].Value;

    [GeneratedRegex(@"#setup=(?<secret>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Setup();
}
