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
