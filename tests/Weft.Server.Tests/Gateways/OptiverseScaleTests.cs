using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Weft.Server.Tests.Faults;

namespace Weft.Server.Tests.Gateways;

/// <summary>Large scenes, and many people.</summary>
public sealed class OptiverseScaleTests : OptiverseTest
{
    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public async Task O53_a_scene_of_any_size_is_hosted_and_joined(int count)
    {
        await using var server = await TestServer.StartAsync();
        await using var host = DesktopApp.Create("host", isHost: true);
        for (var i = 0; i < count; i++)
        {
            host.Paste($"item-{i}", "component", ("x_mm", (double)i), ("notes", new string('n', 100)));
        }

        await host.ConnectAsync(server.Address, "lab");
        await host.SettledAsync();
        await host.BeatAsync();
        await using var web = await WebAsync(server);
        await Eventually.HoldsAsync(() => web.Items("items").Count == count, () => $"{web.Items("items").Count} items came.");
        await using var guest = await DesktopApp.JoinAsync(server, "lab", "guest");
        await EqualAsync(web, host, guest);
        Assert.Equal(count, guest.Ids.Count);
    }

    [Fact]
    public async Task A_message_that_is_too_long_ends_its_connection_and_no_other()
    {
        await using var server = await TestServer.StartAsync(configure: options => options.Limits[ServerLimits.DrawingFileBytes] = 10_000);
        await using var alice = await DesktopApp.JoinAsync(server, "lab", "alice");
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        alice.SendRaw($$"""{"type":"ping","padding":"{{new string('x', 10_000)}}"}""");
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await alice.ClosedAsync());
        await bob.NextAsync("user:left", m => (string?)m["user_id"] == "alice");
        await bob.BeatAsync();
    }

    [Fact]
    public async Task Who_looks_after_the_server_sees_apps_among_the_sessions_and_can_close_them()
    {
        await using var server = await TestServer.StartAsync();
        await using var app = await DesktopApp.JoinAsync(server, "lab", "Ana");
        var sessions = JsonNode.Parse(await server.Http.GetStringAsync(new Uri("api/v1/admin/sessions", UriKind.Relative), Ct))!["sessions"]!.AsArray();
        var session = Assert.Single(sessions)!;
        Assert.Equal(("lab", "Ana", "admin"), ((string?)session["document"], (string?)session["name"], (string?)session["role"]));
        using var closed = await server.Http.PostAsync(new Uri($"api/v1/admin/sessions/{session["connection"]}/close", UriKind.Relative), content: null, Ct);
        Assert.Equal(HttpStatusCode.NoContent, closed.StatusCode);
        Assert.Equal(4008, (int)(await app.ClosedAsync())!);
    }

    [Fact]
    public async Task O50_ten_at_once_end_equal()
    {
        await using var server = await TestServer.StartAsync();
        var apps = new List<DesktopApp>();
        for (var i = 0; i < 10; i++)
        {
            apps.Add(await DesktopApp.JoinAsync(server, "lab", $"user {i}", isHost: i == 0, delays: new Random(i)));
        }

        await using var web = await WebAsync(server);
        await Task.WhenAll(apps.Select((app, n) => Task.Run(
            async () =>
            {
                var random = new Random(n);
                app.Drop($"own-{n}", "component");
                for (var step = 0; step < 30; step++)
                {
                    app.Drag($"own-{random.Next(10)}", random.Next(100), random.Next(100), random.Next(360));
                    await Task.Delay(random.Next(20), Ct);
                }
            },
            Ct)));
        await EqualAsync(web, [.. apps]);
        Assert.Equal(10, web.Items("items").Count);
        foreach (var app in apps)
        {
            await app.DisposeAsync();
        }
    }
}
