using System.Text.Json.Nodes;
using Weft.Client;
using Weft.Protocol;

namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>Pages of OpenJam and a client of Weft on one board, all at once: everybody ends with the same board.</summary>
public sealed class OpenJamConvergenceTests : OpenJamTest
{
    private const int Steps = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task J01_J22_J25_whatever_everybody_does_at_once_all_boards_end_equal(int seed)
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.OpenAsync(server, "Ann", "room-1", delays: new Random(seed));
        await using var bob = await JamPage.OpenAsync(server, "Bob", "room-1", delays: new Random(seed + 1_000));
        await using var web = await WebAsync(server, "room-1");
        for (var i = 0; i < 4; i++)
        {
            await ann.AddAsync($"el_{i}", new JsonObject { ["zIndex"] = i + 1 });
        }

        await ShowsAsync(bob, "el_3", "x", 10);
        JamPage[] pages = [ann, bob];
        await Task.WhenAll([.. pages.Select((page, n) => Task.Run(() => WorkAsync(page, $"p{n}", new Random((seed * 10) + n)), Ct)), Task.Run(() => WorkAsync(web, new Random((seed * 10) + 9)), Ct)]);
        await web.AllSavedAsync().WaitAsync(Patience, Ct);
        await Task.WhenAll(pages.Select(page => page.BeatAsync()));
        await EqualAsync(pages);
        await using var late = await JamPage.OpenAsync(server, "Cy", "room-1");
        await EqualAsync(ann, bob, late);
        Assert.NotEmpty(late.Store.Ids);
    }

    private static async Task WorkAsync(JamPage page, string prefix, Random random)
    {
        string[] colors = ["yellow", "pink", "blue", "green"];
        for (var step = 0; step < Steps; step++)
        {
            var id = page.Store.Ids is { Count: > 0 } ids ? ids[random.Next(ids.Count)] : "none";
            switch (random.Next(12))
            {
                case 0:
                    await page.AddAsync($"{prefix}-{step}", new JsonObject { ["x"] = step, ["zIndex"] = step + 10 });
                    break;
                case 1 when page.Store.Ids.Count > 3:
                    await page.DoAsync("delete", id);
                    break;
                case 2 when page.Store.Find(id) is not null:
                    await page.UpdateAsync(id, "text", $"{prefix} {step}");
                    break;
                case 3 when page.Store.Find(id) is not null:
                    await page.UpdateAsync(id, "color", colors[random.Next(colors.Length)]);
                    break;
                case 4 when page.Store.Find(id) is not null:
                    await page.DoAsync("resize", id, new JsonObject { ["width"] = random.Next(20, 90), ["height"] = random.Next(20, 90) });
                    break;
                case 5 when page.Store.Find(id) is not null && random.Next(2) == 0:
                    await page.SaveAsync("Whiteboard");
                    break;
                default:
                    if (page.Store.Find(id) is not null)
                    {
                        await page.MoveAsync(id, random.Next(500), random.Next(500));
                    }

                    break;
            }

            await Task.Delay(random.Next(15), Ct);
        }
    }

    private static async Task WorkAsync(WeftClient web, Random random)
    {
        for (var step = 0; step < Steps; step++)
        {
            var ids = web.Items("elements").Where(item => item.Kind == "rectangle").Select(item => "elements/" + item.Id).ToList();
            WireOperation? operation = (random.Next(8), ids.Count) switch
            {
                (0, _) => new AddOperation($"elements/w-{step}", "rectangle", Properties(("x", RawJson.Of(step)), ("y", RawJson.Of(1)), ("width", RawJson.Of(50)), ("height", RawJson.Of(40)))),
                (1, > 3) => new DeleteOperation(ids[random.Next(ids.Count)]),
                (2, > 0) => new ResizeOperation(ids[random.Next(ids.Count)], random.Next(20, 90), random.Next(20, 90)),
                (_, > 0) => new MoveOperation(ids[random.Next(ids.Count)], random.Next(500), random.Next(500)),
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
