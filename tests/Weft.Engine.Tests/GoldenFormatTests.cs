using System.Globalization;
using System.Text;

namespace Weft.Engine.Tests;

/// <summary>
/// The files of tests/vectors/format: bytes of format 2 that every version to come must read. What is not compressed must
/// also be written like that; of what is, the compressor's version decides.
/// </summary>
public sealed class GoldenFormatTests
{
    private const int BytesPerLine = 32;

    public static TheoryData<string> Changes => [.. FormatSamples.ChangeNames];

    public static TheoryData<string> Batches => [.. FormatSamples.BatchNames];

    public static TheoryData<string> Documents => [.. FormatSamples.DocumentNames];

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_of_format_2_stays_readable(string name)
    {
        var draft = FormatSamples.Change(name);
        var golden = Golden($"change {name}", ChangeFormatTests.Bytes(draft));
        Assert.Equal(FormatSamples.Describe(draft), FormatSamples.Describe(ChangeFormatTests.Read(golden)));
        Assert.Equal(Convert.ToHexString(golden), Convert.ToHexString(ChangeFormatTests.Bytes(draft)));
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_batch_of_format_2_stays_readable(string name)
    {
        var batch = FormatSamples.Batch(name);
        var golden = Golden($"batch {name}", BatchFormat.Encode(batch));
        Assert.True(BatchFormat.TryDecode(golden, out var read, out var reason), reason);
        Assert.Equal(BatchMaker.Describe(batch), BatchMaker.Describe(read));
        Assert.True(IsCompressed(name) || golden.AsSpan().SequenceEqual(BatchFormat.Encode(batch)));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_of_format_2_stays_readable(string name)
    {
        var (image, history) = FormatSamples.Document(name);
        var golden = Golden($"document {name}", DocumentFile.Write(image, history));
        Assert.True(DocumentFile.TryRead(golden, out var read, out var reason), reason);
        Assert.Equal(FormatSamples.Describe(image), FormatSamples.Describe(read));
        if (history is not null)
        {
            Assert.True(DocumentFile.TryReadHistory(read, out var readHistory, out reason), reason);
            Assert.Equal(BatchMaker.Describe(history), BatchMaker.Describe(readHistory));
        }

        Assert.True(IsCompressed(name) || golden.AsSpan().SequenceEqual(DocumentFile.Write(image, history)));
    }

    private static bool IsCompressed(string name) => name is "long" or "rich" or "snapshot";

    /// <summary>The bytes of a file of vectors, which is written first when that is asked for.</summary>
    private static byte[] Golden(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder(), name.Replace(' ', '-') + ".hex");
        if (Environment.GetEnvironmentVariable("WEFT_UPDATE_VECTORS") is "1")
        {
            var text = new StringBuilder();
            text.Append("# ").Append(name).Append(CultureInfo.InvariantCulture, $", {bytes.Length} bytes\n");
            for (var at = 0; at < bytes.Length; at += BytesPerLine)
            {
                text.Append(Convert.ToHexString(bytes, at, Math.Min(BytesPerLine, bytes.Length - at))).Append('\n');
            }

            File.WriteAllText(path, text.ToString());
        }

        return Convert.FromHexString(string.Concat(File.ReadLines(path).Where(line => !line.StartsWith('#'))));
    }

    private static string Folder()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Weft.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? throw new InvalidOperationException("The repository is not above the tests."), "tests", "vectors", "format");
    }
}
