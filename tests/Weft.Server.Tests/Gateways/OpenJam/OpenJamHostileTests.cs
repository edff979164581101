using System.Text.Json.Nodes;

namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>Whatever a page sends, the connection is answered in words and nobody else notices.</summary>
public sealed class OpenJamHostileTests : OpenJamTest
{
    private static readonly string[] OpTypes = ["add", "update", "delete", "move", "resize", "reorder", "lock", "clear", "reaction", "comment", "", "ADD"];

    private static readonly string[] Names =
        ["id", "type", "elementId", "element", "changes", "x", "y", "width", "height", "zIndex", "locked", "timestamp", "text", "points", "src", "widgetData", "rotation", "opacity", "color", "startElementId", "childIds", "__proto__", "index"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task J01_operations_of_any_shape_break_nothing(int seed)
    {
        await using var server = await TestServer.StartAsync();
        await using var good = await JamPage.OpenAsync(server, "Good", "room-1");
        await using var bad = await JamPage.OpenAsync(server, "Bad", "room-1");
        await good.AddAsync("el_1");
        await ShowsAsync(bad, "el_1", "x", 10);
        var random = new Random(seed);
        for (var n = 0; n < 300; n++)
        {
            var data = Any(random, 0) as JsonObject ?? [];
            data["elementId"] = random.Next(3) == 0 ? Any(random, 3) : "el_" + random.Next(4);
            await bad.SayAsync("op", new JsonObject { ["opId"] = random.Next(5) == 0 ? Any(random, 3) : "op" + n, ["opType"] = OpTypes[random.Next(OpTypes.Length)], ["data"] = data, ["vectorClock"] = Any(random, 2) });
        }

        await bad.BeatAsync();
        await good.AddAsync("el_after");
        await good.BeatAsync();
        await EqualAsync(good);
        await using var late = await JamPage.OpenAsync(server, "Late", "room-1");
        await EqualAsync(good, late);
        Assert.Empty(server.Log.Errors);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Requests_of_any_shape_are_answered_in_words(int seed)
    {
        await using var server = await TestServer.StartAsync();
        await using var page = await JamPage.OpenAsync(server, "Ann", "room-1");
        var random = new Random(seed);
        (HttpMethod Method, string Path)[] routes =
        [
            (HttpMethod.Post, "api/rooms/room-1/save"), (HttpMethod.Put, "api/me"), (HttpMethod.Post, "api/rooms"), (HttpMethod.Put, "api/rooms/room-1"), (HttpMethod.Put, "api/rooms/room-1/share"),
            (HttpMethod.Post, "api/rooms/room-1/invites"), (HttpMethod.Post, "api/rooms/room-1/export/png"), (HttpMethod.Post, "api/auth/login"), (HttpMethod.Post, "api/auth/register"),
        ];
        for (var n = 0; n < 150; n++)
        {
            var body = new JsonObject();
            foreach (var name in new[] { "name", "elements", "stamps", "pages", "currentPageId", "email", "password", "displayName", "avatarColor", "linkPermission", "permission", "imageData" })
            {
                body[name] = Any(random, 1);
            }

            var (method, path) = routes[random.Next(routes.Length)];
            var (status, answer) = await page.SendAsync(method, path, body);
            Assert.True(status < 500, $"{method} {path}: {status} {answer}");
            Assert.True(status == 200 || answer.ContainsKey("error"), $"{method} {path}: {status} {answer}");
        }

        await page.GetAsync("api/rooms/room-1/load");
        Assert.Empty(server.Log.Errors);
    }

    private static JsonNode? Any(Random random, int depth) => random.Next(depth > 4 ? 6 : 9) switch
    {
        0 => null,
        1 => random.Next(-5, 500),
        2 => random.Next(2) == 0 ? 1e300 : -0.0000001,
        3 => random.Next(2) == 0,
        4 => new string('x', random.Next(40)),
        5 => Names[random.Next(Names.Length)],
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth + 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(8)).Select(_ => Names[random.Next(Names.Length)]).Distinct().Select(name => KeyValuePair.Create(name, Any(random, depth + 1)))),
    };
}
