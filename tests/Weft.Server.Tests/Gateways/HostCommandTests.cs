using System.Net.Sockets;
using System.Text.RegularExpressions;
using Weft.Server.Hosting;
using Weft.Server.Tests.Faults;

namespace Weft.Server.Tests.Gateways;

/// <summary><c>weft host</c>, and an app that joins it.</summary>
public sealed partial class HostCommandTests : OptiverseTest, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-host-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task O09_O10_O19_it_hosts_a_session_shows_who_is_in_it_and_stops()
    {
        await using var weft = WeftProcess.Start("host", "--host", "localhost", "--port", "0", "--data", _folder, "--session", "Lab 2", "--name", "Hedy");
        var address = await weft.ListeningAsync();
        await ShowsAsync(weft, $"Status   Connected to {address.Http.Authority} as Hedy");
        await ShowsAsync(weft, "Status   Connected (1 users)");
        await using (var app = DesktopApp.Create("Ana María"))
        {
            await app.ConnectAsync(address, "Lab 2");
            await app.SettledAsync();
            Assert.Equal("Connected (2 users)", app.Status);
            await ShowsAsync(weft, "Status   Ana María joined");
            await ShowsAsync(weft, "Status   Connected (2 users)");
        }

        await ShowsAsync(weft, "Status   Ana María left");
        Assert.Contains("Session  Lab 2", weft.Output, StringComparison.Ordinal);
        Assert.Equal(0, await weft.InterruptAsync());
        Assert.Contains("Status   Not connected", weft.Output, StringComparison.Ordinal);
        Assert.Empty(weft.Errors.Trim());
        using var socket = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(address.Http.Host, address.Http.Port, Ct).AsTask());
    }

    [Fact]
    public async Task O09_without_auto_connect_it_hosts_and_is_not_in_the_session_itself()
    {
        await using var weft = WeftProcess.Start("host", "--host", "localhost", "--port", "0", "--data", _folder, "--auto-connect", "false");
        var address = await weft.ListeningAsync();
        await ShowsAsync(weft, "Status   Not connected");
        await using var app = DesktopApp.Create("Ana");
        await app.ConnectAsync(address, "default");
        await app.SettledAsync();
        Assert.Equal("Connected (1 users)", app.Status);
    }

    [Fact]
    public async Task O11_O41_O45_it_says_the_addresses_of_the_network_and_warns_or_asks_for_a_token()
    {
        await using (var open = WeftProcess.Start("host", "--port", "0", "--data", _folder))
        {
            await open.ListeningAsync();
            await ShowsAsync(open, "Status   Connected (1 users)");
            Assert.Contains("Session  default", open.Output, StringComparison.Ordinal);
            Assert.All(LanAddresses.Find(), address => Assert.Contains($"Share    ws://{address}:", open.Output, StringComparison.Ordinal));
            Assert.Contains(LanAddresses.Find().Count > 0 ? "Anyone who can reach this machine" : "this machine only", open.Output, StringComparison.Ordinal);
            Assert.Equal(0, await open.TerminateAsync());
        }

        await using var closed = WeftProcess.Start("host", "--host", "localhost", "--port", "0", "--data", _folder, "--token");
        var server = await closed.ListeningAsync();
        await ShowsAsync(closed, "Status   Connected (1 users)");
        var token = Token().Match(closed.Output).Groups["token"].Value;
        await using var app = DesktopApp.Create("Ana");
        await app.ConnectAsync(Weft.Client.ServerAddress.Parse(server.Http.GetLeftPart(UriPartial.Authority))!, "default", basic: "weft:" + token);
        await app.SettledAsync();
        Assert.Equal("Connected (2 users)", app.Status);
    }

    [Theory]
    [InlineData(2, "--session", "")]
    [InlineData(2, "--name", "a\nb")]
    [InlineData(6, "--host", "nowhere")]
    public async Task What_cannot_be_hosted_is_refused_in_words(int code, params string[] options)
    {
        var (exit, _, errors) = await WeftProcess.RunAsync(["host", "--port", "0", "--data", _folder, .. options]);
        Assert.Equal(code, exit);
        Assert.StartsWith("weft: ", errors, StringComparison.Ordinal);
    }

    private static Task ShowsAsync(WeftProcess weft, string line) =>
        Eventually.HoldsAsync(() => weft.Output.Contains(line, StringComparison.Ordinal), () => $"No '{line}' in: {weft.Output} {weft.Errors}");

    [GeneratedRegex("ws://weft:(?<token>[^@]+)@", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Token();
}
