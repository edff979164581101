using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>OpenJam's front-end, served by the program as its documents say.</summary>
public sealed class OpenJamCommandTests : OpenJamTest, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-openjam-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_program_serves_its_pages_its_routes_and_its_socket()
    {
        var pages = Directory.CreateDirectory(Path.Combine(_folder, "dist", "assets")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(pages, "index.html"), "OpenJam's page", Ct);
        await File.WriteAllTextAsync(Path.Combine(pages, "assets", "jam.js"), "OpenJam's script", Ct);
        await using var weft = WeftProcess.Start(
            "serve", "--host", "127.0.0.1", "--port", "0", "--data", Path.Combine(_folder, "data"), "--openjam-at-root", "--static", pages);
        var at = (await weft.ListeningAsync()).Http;
        using var http = new HttpClient { BaseAddress = at };
        foreach (var (path, text) in new[] { ("", "OpenJam's page"), ("board/some-board", "OpenJam's page"), ("assets/jam.js", "OpenJam's script"), ("health", """{"status":"ok"}""") })
        {
            Assert.Equal(text, await http.GetStringAsync(path, Ct));
        }

        using var signedIn = await http.PostAsJsonAsync("api/auth/register", new { email = "ann@example.org", password = "a long enough password", displayName = "Ann" }, Ct);
        var token = (string)(await signedIn.Content.ReadFromJsonAsync<JsonObject>(Ct))!["token"]!;
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(at) { Scheme = "ws", Path = "/ws", Query = "token=" + token }.Uri, Ct);
        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"type":"join","payload":{"roomId":"room-1"}}"""), WebSocketMessageType.Text, true, Ct);
        var buffer = new byte[4_096];
        var heard = await socket.ReceiveAsync(buffer, Ct);
        Assert.Equal("sync", (string?)JsonNode.Parse(buffer.AsSpan(0, heard.Count))!["type"]);
    }

    [Fact]
    public async Task A_folder_without_a_page_or_without_the_routes_that_the_pages_call_is_refused_in_words()
    {
        var (code, _, errors) = await WeftProcess.RunAsync("serve", "--openjam-at-root", "--static", _folder);
        Assert.NotEqual(0, code);
        Assert.Contains("no index.html", errors, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_folder, "index.html"), string.Empty, Ct);
        (code, _, errors) = await WeftProcess.RunAsync("serve", "--static", _folder);
        Assert.NotEqual(0, code);
        Assert.Contains("add --openjam-at-root", errors, StringComparison.Ordinal);
    }
}
