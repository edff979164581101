using Weft.Protocol;

namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>OpenJam's front-end served as it is built, at the root, beside everything of Weft's own.</summary>
public sealed class OpenJamRootTests : OpenJamTest, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-openjam-").FullName;

    public OpenJamRootTests()
    {
        foreach (var (app, file, text) in new[] { ("jam", "index.html", "OpenJam's page"), ("jam", "assets/jam.js", "OpenJam's script"), ("weft", "index.html", "Weft's page"), ("weft", "assets/weft.js", "Weft's script") })
        {
            var path = Path.Combine(_folder, app, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Its_pages_its_routes_and_its_socket_are_where_it_looks_for_them_and_Weft_goes_on_beside_it()
    {
        await using var server = await TestServer.StartAsync(configure: options =>
        {
            options.OpenJamAtRoot = true;
            options.StaticRoot = Path.Combine(_folder, "jam");
            options.WebRoot = Path.Combine(_folder, "weft");
        });
        foreach (var (path, text) in new[]
        {
            ("", "OpenJam's page"), ("board/some-board", "OpenJam's page"), ("auth?mode=login", "OpenJam's page"), ("workplace", "OpenJam's page"), ("assets/jam.js", "OpenJam's script"),
            ("d/some-board", "Weft's page"), ("signin", "Weft's page"), ("admin", "Weft's page"), ("assets/weft.js", "Weft's script"), ("health", """{"status":"ok"}"""),
        })
        {
            Assert.Equal(text, await server.Http.GetStringAsync(path, Ct));
        }

        await using var ann = await JamPage.SignInAsync(server, "Ann", prefix: "/");
        await ann.OpenAsync("room-1");
        await ann.AddAsync("el_1");
        await using var wanda = await server.JoinAsync("room-1", name: "Wanda");
        Assert.Equal("board", wanda.Sync.Kind);
        Assert.Contains("\"board\"", await server.Http.GetStringAsync("api/v1/documents/room-1", Ct), StringComparison.Ordinal);
        using var unknown = await server.Http.GetAsync("api/nothing", Ct);
        Assert.Equal(404, (int)unknown.StatusCode);
    }

    [Fact]
    public async Task Without_the_option_nothing_of_it_is_at_the_root()
    {
        await using var server = await TestServer.StartAsync();
        using var health = await server.Http.GetAsync("api/me", Ct);
        Assert.Equal(404, (int)health.StatusCode);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(new HeartbeatMessage { Id = 1 });
        await peer.NextAsync<ResponseMessage>();
    }
}
