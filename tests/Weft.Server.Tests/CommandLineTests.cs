using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Weft.Protocol;
using Weft.Server.Hosting;
using Weft.Storage.Sqlite;

namespace Weft.Server.Tests;

/// <summary>The <c>weft</c> program: what it says, how it starts, stops and fails.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-cli-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task O37_help_lists_the_options_and_their_defaults()
    {
        var (code, output, _) = await WeftProcess.RunAsync("serve", "--help");
        Assert.Equal(0, code);
        Assert.All(["--host", "0.0.0.0", "--port", "8765", "--data", "--debug", "--web"], word => Assert.Contains(word, output, StringComparison.Ordinal));
        Assert.Matches(@"^\d+\.\d+", (await WeftProcess.RunAsync("--version")).Output);
        Assert.Contains("replay", (await WeftProcess.RunAsync("--help")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_collects_garbage_as_a_server()
    {
        await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "weft.runtimeconfig.json"));
        var settings = (await JsonDocument.ParseAsync(file, cancellationToken: Ct)).RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        Assert.True(settings.GetProperty("System.GC.Server").GetBoolean());
        Assert.Equal(0, settings.GetProperty("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit").GetInt32());
    }

    [Fact]
    public async Task O08_O10_O36_it_starts_on_a_port_serves_and_stops_telling_the_clients()
    {
        await using var weft = WeftProcess.Start("serve", "--host", "localhost", "--port", "0", "--data", _folder);
        var address = await weft.ListeningAsync();
        using var http = new HttpClient();
        var id = await new Weft.Client.DocumentApi(http, address).CreateAsync("Notes", "text", Ct);
        await using var ada = await Peer.ConnectAsync(address);
        await ada.JoinAsync(id, "ada");
        await ada.InsertSavedAsync(1, 0, 0, "kept");
        Assert.Equal(0, await weft.TerminateAsync());
        Assert.Equal(CloseCodes.ServerStopping, await ada.ClosedAsync());
        Assert.Contains(_folder, weft.Output, StringComparison.Ordinal);
        Assert.Contains("Ctrl+C", weft.Output, StringComparison.Ordinal);
        Assert.Equal(string.Empty, weft.Errors.Trim());
        await Assert.ThrowsAsync<Weft.Client.WeftClientException>(() => Peer.ConnectAsync(address));

        await using var store = SqliteDocumentStore.Open(_folder, TimeProvider.System);
        Assert.Equal(1, (await store.LoadAsync(id, 0, Ct))!.Snapshot!.Revision);
    }

    [Fact]
    public async Task O07_O11_open_to_the_network_it_shares_the_network_addresses_and_warns()
    {
        await using var weft = WeftProcess.Start("serve", "--lan", "--port", "0", "--data", _folder);
        var address = await weft.ListeningAsync();
        await weft.TerminateAsync();
        Assert.Contains("Anyone who can reach this machine", weft.Output, StringComparison.Ordinal);
        Assert.All(LanAddresses.Find(), lan => Assert.Contains($"http://{lan}:{address.Http.Port}   ws://{lan}:{address.Http.Port}/ws", weft.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task O07_bound_to_localhost_the_network_does_not_reach_it()
    {
        await using var weft = WeftProcess.Start("serve", "--host", "localhost", "--port", "0", "--data", _folder);
        var address = await weft.ListeningAsync();
        foreach (var lan in LanAddresses.Find())
        {
            using var socket = new TcpClient();
            await Assert.ThrowsAnyAsync<SocketException>(() => socket.ConnectAsync(lan, address.Http.Port, Ct).AsTask());
        }

        using var local = new TcpClient();
        await local.ConnectAsync(IPAddress.Loopback, address.Http.Port, Ct);
        await weft.TerminateAsync();
        Assert.DoesNotContain("Anyone", weft.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ws://", weft.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task O11_bound_to_localhost_it_says_how_to_share_on_the_network()
    {
        await using var weft = WeftProcess.Start("serve", "--host", "localhost", "--port", "0", "--data", _folder);
        await weft.ListeningAsync();
        await weft.TerminateAsync();
        var line = Assert.Single(weft.Output.Split('\n'), l => l.StartsWith("Share", StringComparison.Ordinal));
        if (LanAddresses.Find() is [var first, ..])
        {
            Assert.Contains($"./weft serve --data {_folder}   then http://{first}:8765 on your network", line, StringComparison.Ordinal);
            Assert.All(LanAddresses.Find(), lan => Assert.Contains($"http://{lan}:8765", weft.Output, StringComparison.Ordinal));
        }
        else
        {
            Assert.Contains("no network address", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task O42_O44_a_taken_port_is_said_in_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await FailsAsync(3, $"Port {port} is taken", "serve", "--host", "localhost", "--port", $"{port}", "--data", _folder);
    }

    [Theory]
    [InlineData("nowhere.example")]
    [InlineData("203.0.113.7")]
    public async Task O44_a_bad_host_is_said_in_one_sentence(string host) =>
        await FailsAsync(6, host, "serve", "--host", host, "--port", "0", "--data", _folder);

    [Theory]
    [InlineData("A port is a number", "serve", "--port", "abc")]
    [InlineData("A port is a number", "serve", "--port", "65536")]
    [InlineData("needs a name", "serve", "--data", "")]
    [InlineData("--prot", "serve", "--prot", "80")]
    [InlineData("--log-format is one of: text, json.", "serve", "--log-format", "xml")]
    [InlineData("srve", "srve")]
    [InlineData("'--port' belongs to 'weft serve'.", "--port", "80")]
    public async Task O44_wrong_arguments_are_said_in_one_sentence(string words, params string[] arguments) =>
        await FailsAsync(2, words, arguments);

    [Fact]
    public async Task O44_a_folder_that_cannot_be_used_is_said_in_one_sentence()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "in the way", Ct);
        await FailsAsync(4, file, "serve", "--host", "localhost", "--port", "0", "--data", file);
        await File.WriteAllTextAsync(Path.Combine(_folder, SqliteDocumentStore.FileName), new string('x', 10_000), Ct);
        await FailsAsync(4, "cannot be used", "serve", "--host", "localhost", "--port", "0", "--data", _folder);
    }

    [Fact]
    public async Task O44_data_of_a_newer_version_and_data_in_use_are_said_in_one_sentence()
    {
        await using (SqliteDocumentStore.Open(_folder, TimeProvider.System))
        {
            await FailsAsync(7, "in use", "serve", "--host", "localhost", "--port", "0", "--data", _folder);
        }

        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, SqliteDocumentStore.FileName)};Pooling=False"))
        {
            await connection.OpenAsync(Ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE schema_version SET version = 99";
            await command.ExecuteNonQueryAsync(Ct);
        }

        await FailsAsync(5, "newer Weft", "serve", "--host", "localhost", "--port", "0", "--data", _folder);
    }

    [Fact]
    public async Task Wrong_options_are_refused()
    {
        Assert.Equal(2, (await WeftProcess.RunAsync("serve", "--port", "99999")).Code);
        Assert.Equal(2, (await WeftProcess.RunAsync("serve", "--prot", "1")).Code);
        Assert.Equal(2, (await WeftProcess.RunAsync("replay", "generated", "--speed", "fast")).Code);
        await FailsAsync(2, "index.html", "serve", "--web", _folder);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task O38_with_debug_each_frame_is_logged_without_its_content(bool debug)
    {
        string[] arguments = ["serve", "--host", "localhost", "--port", "0", "--data", _folder];
        await using var weft = WeftProcess.Start(debug ? [.. arguments, "--debug"] : arguments);
        var address = await weft.ListeningAsync();
        using var http = new HttpClient();
        var id = await new Weft.Client.DocumentApi(http, address).CreateAsync("Notes", "text", Ct);
        await using var ada = await Peer.ConnectAsync(address);
        await ada.JoinAsync(id, "ada");
        await ada.InsertSavedAsync(1, 0, 0, "confidential");
        await weft.TerminateAsync();
        Assert.Equal(debug, weft.Output.Contains("<- ChangeMessage", StringComparison.Ordinal));
        Assert.Equal(debug, weft.Output.Contains("-> ResponseMessage", StringComparison.Ordinal));
        Assert.DoesNotContain("confidential", weft.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_of_a_generated_history_ends_equal()
    {
        await using var server = await TestServer.StartAsync();
        var (code, output, errors) = await WeftProcess.RunAsync("replay", "generated", "--speed", "max", "--url", server.Address.Http.ToString());
        Assert.Equal((0, string.Empty), (code, errors.Trim()));
        Assert.All(["Watch", "2,000 changes", "Equal"], word => Assert.Contains(word, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ctrl_C_during_a_replay_ends_it_with_one_sentence()
    {
        await using var server = await TestServer.StartAsync();
        await using var weft = WeftProcess.Start("replay", "generated", "--speed", "1x", "--url", server.Address.Http.ToString());
        for (var tries = 0; !server.Log.All.Any(l => l.Contains("<- ChangeMessage", StringComparison.Ordinal)); tries++)
        {
            Assert.True(tries < 1_000, "The replay did not begin.");
            await Task.Delay(20, Ct);
        }

        Assert.Equal(130, await weft.InterruptAsync());
        Assert.Equal("weft: The replay was stopped; the document stays as it is.", weft.Errors.Trim());
        Assert.DoesNotContain("Exception", weft.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_without_a_server_or_a_trace_says_what_to_do()
    {
        await FailsAsync(1, "weft serve", "replay", "generated", "--url", "http://127.0.0.1:1");
        await FailsAsync(1, "looked for", "replay", "no-such-trace", "--url", "http://127.0.0.1:1");
    }

    private static async Task FailsAsync(int code, string words, params string[] arguments)
    {
        var result = await WeftProcess.RunAsync(arguments);
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
        Assert.Equal(code, result.Code);
        Assert.Single(result.Errors.Trim().Split('\n'));
        Assert.DoesNotContain("Exception", result.Errors + result.Output, StringComparison.Ordinal);
    }
}
