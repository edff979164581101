using System.Text;
using Weft.Server.Files;

namespace Weft.Server.Tests.Files;

/// <summary>What a picture is, by its bytes; hostile ones cost nothing and are refused.</summary>
public sealed class PictureReaderTests
{
    public static TheoryData<string, byte[], int, int> Sound => new()
    {
        { "image/png", Pictures.Png(640, 480), 640, 480 },
        { "image/gif", Pictures.Gif(300, 200), 300, 200 },
        { "image/jpeg", Pictures.Jpeg(4_000, 3_000), 4_000, 3_000 },
        { "image/jpeg", Pictures.Jpeg(70, 50, frame: 0xC2), 70, 50 },
        { "image/webp", Pictures.WebpLossy(320, 240), 320, 240 },
        { "image/webp", Pictures.WebpLossless(16_384, 1), 16_384, 1 },
        { "image/webp", Pictures.WebpExtended(100_000, 70), 100_000, 70 },
        { "image/svg+xml", Pictures.Svg("width='40' height='30.2'"), 40, 31 },
        { "image/svg+xml", Pictures.Svg("width='1in' height='72pt' viewBox='0 0 5 5'"), 96, 96 },
        { "image/svg+xml", Pictures.Svg("width='100%' viewBox='0,0 64 48'"), 64, 48 },
        { "image/svg+xml", Pictures.Svg(""), 300, 150 },
        { "image/svg+xml", Encoding.UTF8.GetBytes("\uFEFF<!DOCTYPE svg PUBLIC 'x' 'http://example.org/x.dtd'><svg xmlns='http://www.w3.org/2000/svg' width='5' height='6'/>"), 5, 6 },
    };

    public static TheoryData<string, byte[], string> Unsound => new()
    {
        { "nothing", [], "WrongType" },
        { "text", "just text"u8.ToArray(), "WrongType" },
        { "a page", "<!-- --><html><body>x</body></html>"u8.ToArray(), "WrongType" },
        { "a program", "MZ\x90\0"u8.ToArray(), "WrongType" },
        { "another container", [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVEfmt "u8], "WrongType" },
        { "half a signature", Pictures.Png()[..6], "WrongType" },
        { "only a signature", Pictures.Png()[..8], "Damaged" },
        { "a PNG cut off in its header", Pictures.Png()[..20], "Damaged" },
        { "a PNG cut off in its data", Pictures.Png()[..^14], "Damaged" },
        { "a PNG cut off in its last chunk", Pictures.Png()[..^1], "Damaged" },
        { "a PNG of no width", Pictures.Png(0, 5, []), "Damaged" },
        { "a PNG of 2^31 pixels a side", Pictures.Png(0x8000_0000, 0x8000_0000, []), "Damaged" },
        { "a chunk that is longer than anything", [.. Pictures.Png()[..33], 0xFF, 0xFF, 0xFF, 0xFF, .. "IDAT"u8], "Damaged" },
        { "a chunk that goes beyond the end", [.. Pictures.Png()[..33], 0x7F, 0xFF, 0xFF, 0xFF, .. "IDAT"u8], "Damaged" },
        { "a GIF of no height", Pictures.Gif(5, 0), "Damaged" },
        { "a GIF cut off", Pictures.Gif(5, 5)[..9], "Damaged" },
        { "a JPEG cut off before its frame", Pictures.Jpeg(5, 5)[..16], "Damaged" },
        { "a JPEG with no frame", [0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 0xFF, 0xD9], "Damaged" },
        { "a JPEG with a segment of no length", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0xFF, 0xC0], "Damaged" },
        { "a JPEG of markers only", [0xFF, 0xD8, .. Enumerable.Repeat((byte)0xFF, 5_000)], "Damaged" },
        { "a WebP cut off", Pictures.WebpLossy(5, 5)[..^2], "Damaged" },
        { "a WebP of an unknown sort", [.. "RIFF"u8, 12, 0, 0, 0, .. "WEBPVP9 "u8, 0, 0, 0, 0], "Damaged" },
        { "an SVG that is not closed", Pictures.Svg("width='5'")[..^3], "Damaged" },
        { "an SVG of nesting", Pictures.Svg("", string.Concat(Enumerable.Repeat("<g>", 1_000)) + string.Concat(Enumerable.Repeat("</g>", 1_000))), "Damaged" },
        { "a script", Pictures.Svg("", "<g><script>alert(1)</script></g>"), "Active" },
        { "a handler", Pictures.Svg("", "<rect onclick='alert(1)'/>"), "Active" },
        { "a handler of the root", Pictures.Svg("onload='alert(1)'"), "Active" },
        { "a link that runs", Pictures.Svg("xmlns:xlink='http://www.w3.org/1999/xlink'", "<a xlink:href=' JavaScript:alert(1)'/>"), "Active" },
        { "entities that grow", Encoding.UTF8.GetBytes("<!DOCTYPE svg [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><svg xmlns='http://www.w3.org/2000/svg'>&b;</svg>"), "Damaged" },
        { "another XML", "<?xml version='1.0'?><note/>"u8.ToArray(), "WrongType" },
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_picture_says_its_type_and_its_size(string type, byte[] bytes, int width, int height)
    {
        Assert.True(PictureReader.TryRead(new MemoryStream(bytes), out var header, out _));
        Assert.Equal(new PictureHeader(type, width, height), header);
    }

    [Theory]
    [MemberData(nameof(Unsound))]
    public void What_is_no_picture_or_a_damaged_one_is_told(string what, byte[] bytes, string problem)
    {
        Assert.False(PictureReader.TryRead(new MemoryStream(bytes), out _, out var found), what);
        Assert.Equal(problem, found.ToString());
    }

    [Fact]
    public void A_picture_that_was_changed_anywhere_is_read_or_refused_and_breaks_nothing()
    {
        var random = new Random(7);
        byte[][] sound = [Pictures.Png(), Pictures.Gif(9, 9), Pictures.Jpeg(9, 9), Pictures.WebpLossy(9, 9), Pictures.WebpExtended(9, 9), Pictures.Svg("width='5'", "<g/>")];
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = sound[round % sound.Length].ToArray();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var whole = new MemoryStream(bytes[..random.Next(bytes.Length / 2, bytes.Length + 1)]);
            Assert.Equal(PictureReader.TryRead(whole, out var header, out var problem), problem is null);
            Assert.True(header is null or { Width: > 0, Height: > 0 });
        }
    }
}
