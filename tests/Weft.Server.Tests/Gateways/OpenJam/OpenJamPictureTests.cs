using System.Net;
using System.Text.Json.Nodes;
using Weft.Protocol;
using Weft.Server.Tests.Faults;
using Weft.Server.Tests.Files;

namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>Pictures, from either app in the other.</summary>
public sealed class OpenJamPictureTests : OpenJamTest
{
    private static readonly byte[] Png = Pictures.Png(30, 20);

    [Fact]
    public async Task A_picture_from_OpenJam_is_a_file_of_the_board_and_its_page_is_told_where()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        await using var web = await WebAsync(meeting.Server, "room-1");
        await ann.AddAsync("el_1", Image("data:image/png;base64," + Convert.ToBase64String(Png)));
        await Eventually.HoldsAsync(() => web.Items("elements").Any(item => item.Id == "el_1" && item.Kind == "image"), "The picture is not in Weft.");
        var hash = web.Items("elements").Single(item => item.Id == "el_1").Properties["fileId"].Text.Trim('"');
        Assert.Equal(Png, await meeting.Server.Http.GetByteArrayAsync($"api/v1/documents/room-1/files/{hash}", Ct));
        await ShowsAsync(ann, "el_1", "src", $"/openjam/files/room-1/{hash}");
        await EqualAsync(ann, bob);
        Assert.Equal(Png, await SeenAsync(meeting.Server, bob, $"/openjam/files/room-1/{hash}"));
    }

    [Fact]
    public async Task A_picture_from_Weft_is_shown_in_OpenJam()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.OpenAsync(server, "Ann", "room-1");
        await using var web = await WebAsync(server, "room-1");
        using var content = new ByteArrayContent(Png);
        using var stored = await server.Http.PostAsync("api/v1/documents/room-1/files", content, Ct);
        Assert.Equal(HttpStatusCode.Created, stored.StatusCode);
        var hash = (string)JsonNode.Parse(await stored.Content.ReadAsStringAsync(Ct))!["hash"]!;
        web.Edit(new AddOperation("elements/web-1", "image", new Dictionary<string, RawJson>(StringComparer.Ordinal)
        {
            ["x"] = new("5"), ["y"] = new("6"), ["width"] = new("60"), ["height"] = new("40"), ["fileId"] = new($"\"{hash}\""),
            ["customData"] = new("""{"picture":{"type":"image/png","width":30,"height":20}}"""),
        }));
        await ShowsAsync(ann, "web-1", "type", "image");
        var element = ann.Store.Find("web-1")!;
        Assert.Equal((60, 40, 30, 20), ((int)element["width"]!, (int)element["height"]!, (int)element["originalWidth"]!, (int)element["originalHeight"]!));
        Assert.Equal(Png, await SeenAsync(server, ann, (string)element["src"]!));
    }

    [Fact]
    public async Task A_duplicated_board_has_pictures_of_its_own()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.OpenAsync(server, "Ann", "room-1");
        await ann.AddAsync("el_1", Image("data:image/png;base64," + Convert.ToBase64String(Png)));
        await Eventually.HoldsAsync(() => ((string?)ann.Store.Find("el_1")?["src"])?.StartsWith('/') == true, "The picture has no address.");
        var (_, copy) = await ann.SendAsync(HttpMethod.Post, "api/rooms", new JsonObject { ["name"] = "Copy" });
        var (status, _) = await ann.SendAsync(HttpMethod.Post, $"api/rooms/{copy["id"]}/save", new JsonObject { ["name"] = "Copy", ["elements"] = ann.Store.ToSave() });
        Assert.Equal(200, status);
        await ann.SendAsync(HttpMethod.Delete, "api/rooms/room-1");
        var source = (string)(await ann.GetAsync($"api/rooms/{copy["id"]}/load"))["elements"]!.AsArray().Single()!["src"]!;
        Assert.Equal(Png, await SeenAsync(server, ann, source));
        Assert.StartsWith($"/openjam/files/{copy["id"]}/", source, StringComparison.Ordinal);
    }

    private static JsonObject Image(string source) => new() { ["type"] = "image", ["src"] = source, ["originalWidth"] = 30, ["originalHeight"] = 20, ["objectFit"] = "contain", ["text"] = null };

    /// <summary>What a browser gets that shows an element's picture: it sends nothing but the cookie.</summary>
    private static async Task<byte[]> SeenAsync(TestServer server, JamPage page, string source)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, source) { Headers = { { "Cookie", "wb_session=" + page.Token } } };
        using var response = await server.Http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(Ct);
    }
}
