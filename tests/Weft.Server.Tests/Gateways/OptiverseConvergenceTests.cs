using System.Text.Json.Nodes;
using Weft.Client;
using Weft.Protocol;
using Weft.Server.Tests.Faults;
using Weft.Sync;

namespace Weft.Server.Tests.Gateways;

/// <summary>Desktop apps and a client of Weft in one session, all at once: everybody ends with the same scene.</summary>
public sealed class OptiverseConvergenceTests
{
    private const int Steps = 60;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public async Task O05_O27_whatever_everybody_does_at_once_all_scenes_end_equal(int seed, bool isHostNewer)
    {
        await using var server = await TestServer.StartAsync();
        await using var host = DesktopApp.Create("Hedy", isHost: true, new Random(seed), isHostNewer);
        for (var i = 0; i < 5; i++)
        {
            host.Paste($"h{i}", i == 0 ? "source" : "component", ("x_mm", 10.0 * i), ("angle_deg", 30.0 * i));
        }

        await host.ConnectAsync(server.Address, "lab");
        await host.SettledAsync();
        await using var guest = await DesktopApp.JoinAsync(server, "lab", "Gustav", delays: new Random(seed + 1_000));
        await using var other = await DesktopApp.JoinAsync(server, "lab", "Ottilie", delays: new Random(seed + 2_000), isNewer: true);
        await using var web = new WeftClient(server.Address, new SessionSettings("lab", "web", "Wanda"));
        await web.Ready.WaitAsync(TimeSpan.FromSeconds(60), Ct);
        DesktopApp[] apps = [host, guest, other];

        await Task.WhenAll(
            [.. apps.Select((app, n) => Task.Run(() => WorkAsync(app, $"a{n}", new Random((seed * 10) + n)), Ct)), Task.Run(() => WorkAsync(web, new Random((seed * 10) + 9)), Ct)]);
        await web.AllSavedAsync().WaitAsync(TimeSpan.FromSeconds(60), Ct);
        await Task.WhenAll(apps.Select(app => app.BeatAsync()));
        await Eventually.HoldsAsync(
            () => apps.All(app => app.Scene() == Scenes.Of(web.Items("items"))),
            () => $"seed {seed}\nweb:\n{Scenes.Of(web.Items("items"))}\n" + string.Join('\n', apps.Select((app, n) => $"{n}:\n{app.Scene()}")));
        Assert.NotEmpty(host.Ids);
        Assert.All(apps, app => Assert.Equal(0, app.Orphans));
    }

    private static async Task WorkAsync(DesktopApp app, string prefix, Random random)
    {
        for (var step = 0; step < Steps; step++)
        {
            var id = app.Ids is { Count: > 0 } ids ? ids[random.Next(ids.Count)] : "none";
            switch (random.Next(12))
            {
                case 0:
                    app.Drop($"{prefix}-{step}", random.Next(3) == 0 ? "source" : "component", ("x_mm", (double)step));
                    break;
                case 1 when app.Ids.Count > 4:
                    app.Delete(id);
                    break;
                case 2:
                    app.Edit(id, "locked", random.Next(3) == 0);
                    break;
                case 3:
                    app.Edit(id, "z_value", (double)random.Next(5));
                    break;
                case 4 when app.Find(id) is { } thing && (string?)thing["_type"] == "component":
                    app.Edit(id, "interfaces", JsonNode.Parse($$"""[{"x1_mm":0.0,"y1_mm":1.0,"x2_mm":0.0,"y2_mm":-1.0,"element_type":"lens","efl_mm":{{random.Next(1, 9)}}.0}]"""));
                    break;
                default:
                    app.Drag(id, random.Next(20), random.Next(20), random.Next(2) == 0 ? random.Next(360) : (double?)app.Find(id)?["angle_deg"] ?? 0);
                    break;
            }

            await Task.Delay(random.Next(15), Ct);
        }
    }

    private static async Task WorkAsync(WeftClient web, Random random)
    {
        for (var step = 0; step < Steps; step++)
        {
            var ids = web.Items("items").Select(item => "items/" + item.Id).ToList();
            var path = ids.Count > 0 ? ids[random.Next(ids.Count)] : "items/none";
            WireOperation? operation = random.Next(8) switch
            {
                0 => new AddOperation($"items/w-{step}", random.Next(3) == 0 ? "source" : "component", Properties(("x_mm", RawJson.Of(step)), ("y_mm", RawJson.Of(-1.5)))),
                1 when ids.Count > 4 => new DeleteOperation(path),
                2 => new UpdateOperation(path, Properties(("locked", RawJson.Of(random.Next(3) == 0)))),
                3 => new UpdateOperation(path, Properties(("angle_deg", RawJson.Of(-random.Next(360))))),
                4 => new AddOperation($"items/r-{step}", "ruler", Properties(("points", RawJson.Parse("[[0,0],[1,1]]")))),
                _ when ids.Count > 0 => new UpdateOperation(path, Properties(("x_mm", RawJson.Of(random.Next(20))), ("y_mm", RawJson.Of(random.Next(20))))),
                _ => null,
            };
            if (operation is not null)
            {
                web.Edit(operation);
            }

            await Task.Delay(random.Next(15), Ct);
        }
    }

    private static Dictionary<string, RawJson> Properties(params (string Name, RawJson Value)[] properties) =>
        properties.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
}
