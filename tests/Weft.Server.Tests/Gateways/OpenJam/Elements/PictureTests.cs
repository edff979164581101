using System.Security.Cryptography;
using Weft.Server.Gateways.OpenJam.Elements;

namespace Weft.Server.Tests.Gateways.OpenJam.Elements;

/// <summary>Pictures, which OpenJam writes into its elements and we keep beside the document.</summary>
public sealed class PictureTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4e, 0x47, 1, 2, 3];

    [Fact]
    public async Task A_picture_is_kept_beside_the_board_and_comes_back_as_its_address()
    {
        var board = new JamTestBoard("a");
        var items = BoardItems.Of(board.Document, new JamPictures(hash => $"/files/{hash}"));
        var kept = new List<byte[]>();
        var (said, refusal) = await items.Pictures.TakeInAsync(Add($"data:image/png;base64,{Convert.ToBase64String(Png)}"), Keep);
        Assert.Null(refusal);
        board.Take(JamWriter.Apply(items, "add", said, 1));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Png));
        Assert.Equal(Png, Assert.Single(kept));
        Assert.Equal(hash, board.Item("p").Properties.Text("fileId"));
        Assert.Equal("saved", board.Item("p").Properties.Text("status"));
        Assert.Equal("""{"picture":{"type":"image/png","bytes":7,"width":20,"height":10}}""", board.Item("p").Properties["customData"].Text);
        board.Draw("web", "image", """{"fileId":"HASH","customData":{"picture":{"width":20,"height":10}}}""".Replace("HASH", hash, StringComparison.Ordinal));
        Assert.Equal(("20", "10"), (board.Element("web").Fields["originalWidth"].Text, board.Element("web").Fields["originalHeight"].Text));
        Assert.DoesNotContain("data:", board.Item("p").Properties.ToString(), StringComparison.Ordinal);
        Assert.Equal($"/files/{hash}", JamReader.Element(items, "p")!.Fields.Text("src"));

        // The app goes on with its own copy, and saves that.
        var list = $"[{{\"id\":\"p\",\"type\":\"image\",\"src\":\"data:image/png;base64,{Convert.ToBase64String(Png)}\"}}]";
        var (saved, _) = await items.Pictures.TakeInAsync(JamTestBoard.Json(list), Keep);
        Assert.Equal($"/files/{hash}", saved[0].GetProperty("src").GetString());

        Task<(JamPicture?, string?)> Keep(ReadOnlyMemory<byte> bytes)
        {
            kept.Add(bytes.ToArray());
            return Task.FromResult<(JamPicture?, string?)>((new JamPicture(Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), "image/png", bytes.Length, 20, 10), null));
        }
    }

    [Theory]
    [InlineData("data:")]
    [InlineData("data:image/png;base64,???")]
    [InlineData("data:image/png;base64,AAAA")]
    public async Task A_picture_that_cannot_be_kept_is_refused_in_words(string source)
    {
        var (_, refusal) = await new JamPictures(hash => hash).TakeInAsync(Add(source), _ => Task.FromResult<(JamPicture?, string?)>((null, "The picture is damaged.")));
        Assert.EndsWith(".", refusal!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[1,null,[]]")]
    [InlineData("""{"element":{"src":5},"changes":null}""")]
    [InlineData("""{"element":{"src":"https://example.org/a.png"}}""")]
    [InlineData("""{"element":{"src":"\ud800"}}""")]
    public async Task What_has_no_picture_is_left_alone(string said)
    {
        var (same, refusal) = await new JamPictures(hash => hash).TakeInAsync(JamTestBoard.Json(said), _ => throw new InvalidOperationException("Nothing is to be kept."));
        Assert.Equal((said, null), (same.GetRawText(), refusal));
    }

    private static System.Text.Json.JsonElement Add(string source) =>
        JamTestBoard.Json($$$"""{"elementId":"p","element":{"id":"p","type":"image","src":"{{{source}}}","objectFit":"contain"}}""");
}
