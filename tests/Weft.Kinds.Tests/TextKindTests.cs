using System.Text;
using Weft.Engine;

namespace Weft.Kinds.Tests;

public sealed class TextKindTests
{
    private static readonly DocumentKind Kind = DocumentKinds.Find("text")!;

    [Fact]
    public void The_body_is_the_only_path()
    {
        Assert.Null(Kind.Check(new InsertText("body", 0, "x", Properties.Empty)));
        Assert.Null(Kind.Check(new DeleteText("body", 0, 1)));
        Assert.Null(Kind.Check(new FormatText("body", 0, 1, "bold", JsonValue.True)));
        Assert.Null(Kind.Check(new InsertEmbed("body", 0, JsonValue.Parse("{\"image\":1}"), Properties.Empty)));
        Operation[] strange =
        [
            new InsertText("title", 0, "x", Properties.Empty), new DeleteText("body2", 0, 1), new ClearItems("elements"),
            new AddItem(new ItemPath("elements", "a"), "rectangle", Properties.Empty), new DeleteItem(new ItemPath("body", "x")),
        ];
        Assert.All(strange, operation => Assert.Equal("unknown_path", Kind.Check(operation)!.Code));
    }

    [Fact]
    public void Names_and_values_of_attributes_are_bounded()
    {
        var longName = Properties.Of(new string('n', KindLimits.NameLength + 1), JsonValue.True);
        var longValue = Properties.Of("link", JsonValue.FromString(new string('v', KindLimits.AttributeLength)));
        Assert.Equal("bad_property", Kind.Check(new InsertText("body", 0, "x", longName))!.Code);
        Assert.Equal("bad_property", Kind.Check(new InsertText("body", 0, "x", longValue))!.Code);
        Assert.Equal("bad_property", Kind.Check(new FormatText("body", 0, 1, "", JsonValue.True))!.Code);
        Assert.Equal("bad_property", Kind.Check(new FormatText("body", 0, 1, "a\nb", JsonValue.True))!.Code);
    }

    [Theory]
    [InlineData("Hello", "Hello")]
    [InlineData("\uFEFFwith a mark", "with a mark")]
    [InlineData("one\r\ntwo\rthree\n", "one\ntwo\nthree\n")]
    [InlineData("Grüße 👩‍👩‍👧\ttab", "Grüße 👩‍👩‍👧\ttab")]
    public void A_text_file_becomes_one_insertion(string file, string text)
    {
        var imported = Assert.IsType<Imported>(Kind.Import(Encoding.UTF8.GetBytes(file)));
        Assert.Equal([new InsertText("body", 0, text, Properties.Empty)], imported.Operations);
    }

    [Fact]
    public void An_empty_file_becomes_an_empty_document() =>
        Assert.Empty(Assert.IsType<Imported>(Kind.Import(ReadOnlyMemory<byte>.Empty)).Operations);

    [Fact]
    public void What_is_not_text_is_refused_in_words()
    {
        byte[][] files = [[0x89, 0x50, 0x4E, 0x47, 0x0D], [0xFF, 0xFE, 0x41, 0x00], "a\0b"u8.ToArray(), [0xED, 0xA0, 0x80]];
        Assert.All(files, file => Assert.Equal("not_text", Assert.IsType<ImportRefused>(Kind.Import(file)).Code));
        Assert.Equal("file_too_large", Assert.IsType<ImportRefused>(Kind.Import(new byte[KindLimits.TextFileBytes + 1])).Code);
    }

    [Fact]
    public void The_text_is_exported_as_it_is()
    {
        var document = Documents.With(new InsertText("body", 0, "Zeile 1\n👋\n", Properties.Empty));
        Assert.Equal("Zeile 1\n👋\n", Encoding.UTF8.GetString(Kind.Export(document, "Notes", ExportFormat.PlainText)));
        Assert.Throws<ArgumentException>(() => Kind.Export(document, "Notes", ExportFormat.Excalidraw));
    }

    [Fact]
    public void The_whole_document_is_exported_with_its_history()
    {
        var document = Documents.With(new InsertText("body", 0, "abc", Properties.Empty), new DeleteText("body", 0, 1));
        var saved = Kind.Export(document, "Notes", ExportFormat.Weft);
        Assert.True(WeftFile.TryRead(saved, out var file, out var damage), damage);
        Assert.Equal(("text", "Notes"), (file.Kind, file.Title));
        Assert.True(Document.TryLoad(file.Document, out var loaded, out var reason), reason);
        Assert.Equal("bc", loaded.Text("body").ToString());
        Assert.Equal(document.Version, loaded.Version);
    }

    [Fact]
    public void A_damaged_weft_file_is_refused_in_words()
    {
        var sound = new WeftFile("text", "Notes", "document"u8.ToArray()).ToBytes();
        for (var at = 0; at < sound.Length; at++)
        {
            var damaged = sound.ToArray();
            damaged[at] ^= 0x41;
            Assert.False(WeftFile.TryRead(damaged, out _, out var reason));
            Assert.EndsWith(".", reason, StringComparison.Ordinal);
            Assert.False(WeftFile.TryRead(sound.AsMemory(0, at), out _, out _));
        }
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(0xFF, 0xFF)]
    public void A_weft_file_with_a_length_beyond_its_end_is_refused(byte first, byte second)
    {
        // The length of the kind's name is written as 1 and stands after the header of 13 bytes.
        var file = new WeftFile("k", "t", default).ToBytes();
        (file[13], file[14]) = (first, second);
        var checksum = ~file.AsSpan(13).ToArray().Aggregate(uint.MaxValue, System.Numerics.BitOperations.Crc32C);
        BitConverter.TryWriteBytes(file.AsSpan(9), checksum);
        Assert.False(WeftFile.TryRead(file, out _, out var reason));
        Assert.Contains("cannot be read", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notes.txt", "text")]
    [InlineData("README.MD", "text")]
    [InlineData("plan.excalidraw", "board")]
    [InlineData("photo.png", null)]
    [InlineData("none", null)]
    public void Files_find_their_kind(string file, string? kind) => Assert.Equal(kind, DocumentKinds.ForFile(file)?.Name);
}
