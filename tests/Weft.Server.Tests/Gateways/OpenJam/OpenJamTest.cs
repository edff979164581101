using System.Text.Json.Nodes;
using Weft.Client;
using Weft.Server.Tests.Faults;
using Weft.Sync;

namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>What the tests of the gateway for OpenJam share.</summary>
public abstract class OpenJamTest
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A client of Weft on a board.</summary>
    internal static async Task<WeftClient> WebAsync(TestServer server, string document, string name = "Wanda", string? token = null)
    {
        var web = new WeftClient(server.Address, new SessionSettings(document, "web-" + name, name), new WeftClientOptions { Token = token });
        await web.Ready.WaitAsync(Patience, Ct);
        return web;
    }

    /// <summary>The board as somebody would load it now.</summary>
    internal static async Task<string> LoadedAsync(JamPage page) =>
        JamStore.SceneOf((await page.GetAsync($"api/rooms/{page.Room}/load"))["elements"]!.AsArray().Select(element => element!.AsObject()));

    /// <summary>All pages come to show what somebody would load.</summary>
    internal static async Task EqualAsync(params JamPage[] pages)
    {
        var loaded = string.Empty;
        await Eventually.HoldsAsync(
            async () =>
            {
                loaded = await LoadedAsync(pages[0]);
                return pages.All(page => page.Store.Scene() == loaded);
            },
            () => $"loaded:\n{loaded}\n" + string.Join('\n', pages.Select((page, n) => $"page {n}:\n{page.Store.Scene()}")));
    }

    internal static Task ShowsAsync(JamPage page, string id, string field, JsonNode? value) => Eventually.HoldsAsync(
        () => JsonNode.DeepEquals(page.Store.Find(id)?[field], value),
        () => $"{id}.{field} is not {value}: {page.Store.Find(id)}");

    internal static Task GoneAsync(JamPage page, string id) => Eventually.HoldsAsync(() => page.Store.Find(id) is null, () => $"{id} is there: {page.Store.Find(id)}");
}
