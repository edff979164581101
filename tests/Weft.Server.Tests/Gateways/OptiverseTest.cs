using System.Text.Json.Nodes;
using Weft.Client;
using Weft.Engine;
using Weft.Protocol;
using Weft.Server.Tests.Faults;
using Weft.Sync;

namespace Weft.Server.Tests.Gateways;

/// <summary>What the tests of the gateway for Optiverse share.</summary>
public abstract class OptiverseTest
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A client of Weft in a session.</summary>
    internal static async Task<WeftClient> WebAsync(TestServer server, string document = "lab", string name = "Wanda", string? token = null)
    {
        var web = new WeftClient(server.Address, new SessionSettings(document, "web-" + name, name), new WeftClientOptions { Token = token });
        await web.Ready.WaitAsync(Patience, Ct);
        return web;
    }

    internal static Task EqualAsync(WeftClient web, params DesktopApp[] apps) => Eventually.HoldsAsync(
        () => apps.All(app => app.Scene() == Scenes.Of(web.Items("items"))),
        () => $"web:\n{Scenes.Of(web.Items("items"))}\n" + string.Join('\n', apps.Select((app, n) => $"app {n}:\n{app.Scene()}")));

    internal static Item? Find(WeftClient web, string id) => web.Items("items").FirstOrDefault(item => item.Id == id);

    internal static async Task HasAsync(WeftClient web, string id, string property, string json) => await Eventually.HoldsAsync(
        () => Find(web, id) is { } item && item.Properties.TryGetValue(property, out var value) && value.Text == json,
        () => $"{id}.{property} is not {json}: {Find(web, id)}");

    internal static Dictionary<string, RawJson> Of(string json) =>
        JsonNode.Parse(json)!.AsObject().ToDictionary(p => p.Key, p => RawJson.Parse(p.Value?.ToJsonString() ?? "null"), StringComparer.Ordinal);

    internal static AddOperation Add(string id, string kind, string json = "{}") => new("items/" + id, kind, Of(json));

    internal static UpdateOperation Update(string id, string json) => new("items/" + id, Of(json));
}
