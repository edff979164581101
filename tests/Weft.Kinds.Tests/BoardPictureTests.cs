using System.Security.Cryptography;
using System.Text;
using Weft.Engine;

namespace Weft.Kinds.Tests;

/// <summary>Pictures in drawings and in Weft's own files.</summary>
public sealed class BoardPictureTests
{
    private static readonly byte[] s_picture = [1, 2, 3, 250];

    private static string Hash => Convert.ToHexStringLower(SHA256.HashData(s_picture));

    [Theory]
    [InlineData("data:image/png;base64,AQID+g==")]
    [InlineData("DATA:;BASE64,AQID+g==")]
    public void A_picture_of_a_drawing_is_named_by_what_is_in_it(string url)
    {
        var imported = Assert.IsType<Imported>(Import($$"""
            {"files":{"old":{"mimeType":"image/png","id":"old","dataURL":"{{url}}","created":1},"unused":{"dataURL":"no url"} },"type":"excalidraw",
             "elements":[{{Image("a", "old")}},{{Image("b", "old")}},{{Image("c", "elsewhere")}},{"id":"d","type":"image","x":0,"y":0,"width":1,"height":1,"fileId":"unused","isDeleted":true}]}
            """));
        var file = Assert.Single(imported.Files);
        Assert.Equal((Hash, Convert.ToHexString(s_picture)), (file.Hash, Convert.ToHexString(file.Bytes.Span)));
        Assert.Equal([Hash, Hash, "elsewhere"], imported.Operations.Cast<AddItem>().Select(add => add.Properties["fileId"].Text.Trim('"')));
        Assert.Equal("\"saved\"", ((AddItem)imported.Operations[0]).Properties["status"].Text);
    }

    [Fact]
    public void An_SVG_that_is_written_out_is_read_too()
    {
        var imported = Assert.IsType<Imported>(Import($$"""{"type":"excalidraw","elements":[{{Image("a", "old")}}],"files":{"old":{"dataURL":"data:image/svg+xml,%3Csvg%2F%3E"} } }"""));
        Assert.Equal("<svg/>", Encoding.UTF8.GetString(Assert.Single(imported.Files).Bytes.Span));
    }

    [Theory]
    [InlineData("""{"dataURL":"https://example.org/a.png"}""")]
    [InlineData("""{"dataURL":"data:image/png;base64,?"}""")]
    [InlineData("""{"dataURL":7}""")]
    [InlineData("7")]
    public void A_picture_that_cannot_be_read_is_refused_in_words(string file)
    {
        var refused = Assert.IsType<ImportRefused>(Import($$"""{"type":"excalidraw","elements":[{{Image("a", "old")}}],"files":{"old":{{file}} } }"""));
        Assert.Equal(("not_a_drawing", "A picture in the drawing cannot be read."), (refused.Code, refused.Message));
    }

    [Fact]
    public void Pictures_may_be_longer_than_elements()
    {
        var url = "data:image/png;base64," + new string('A', KindLimits.DrawingFileBytes);
        Assert.Single(Assert.IsType<Imported>(Import($$"""{"type":"excalidraw","elements":[{{Image("a", "old")}}],"files":{"old":{"dataURL":"{{url}}"} } }""")).Files);
        var padding = new string(' ', KindLimits.DrawingFileBytes);
        Assert.Equal("file_too_large", Assert.IsType<ImportRefused>(Import($$"""{"type":"excalidraw","elements":[{{padding}}]}""")).Code);
    }

    [Fact(DisplayName = "L-26 A board takes the hash of a picture, and never the picture")]
    public void Never_the_data()
    {
        var board = DocumentKinds.Find("board")!;
        Assert.Null(board.Check(Set(JsonValue.FromString(Hash))));
        Assert.Null(board.Check(Set(JsonValue.Null)));
        Assert.NotNull(board.Check(Set(JsonValue.FromString("data:image/png;base64," + new string('A', 100)))));
        Assert.NotNull(board.Check(Set(JsonValue.Parse("7"))));
    }

    [Fact]
    public void A_Weft_file_keeps_pictures_and_is_as_before_without_them()
    {
        var file = new WeftFile("board", "Plan", "document"u8.ToArray()) { Files = [s_picture, ReadOnlyMemory<byte>.Empty] };
        var bytes = file.ToBytes();
        Assert.Equal((2, 1), (bytes[8], (file with { Files = [] }).ToBytes()[8]));
        Assert.True(WeftFile.TryRead(bytes, out var read, out _));
        Assert.Equal("document", Encoding.UTF8.GetString(read.Document.Span));
        Assert.Equal([Convert.ToHexString(s_picture), ""], read.Files.Select(picture => Convert.ToHexString(picture.Span)));
    }

    private static string Image(string id, string file) => $$"""{"id":"{{id}}","type":"image","x":0,"y":0,"width":4,"height":3,"fileId":"{{file}}","status":"pending"}""";

    private static SetProperties Set(JsonValue file) => new(new ItemPath(BoardKind.Elements, "a"), Properties.From(new Dictionary<string, JsonValue> { ["fileId"] = file }));

    private static ImportResult Import(string json) => DocumentKinds.Find("board")!.Import(Encoding.UTF8.GetBytes(json));
}
