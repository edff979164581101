using System.Globalization;
using System.IO.Compression;
using Weft.Testing.Generators;
using Weft.Testing.Traces;

namespace Weft.Engine.Tests;

/// <summary>Bytes of whole documents: sections that are read alone, small, and harmless whatever they are.</summary>
public sealed class DocumentFileFormatTests
{
    private const int HistoryColumns = 5;
    private const int HistoryUnits = 6;
    private const int Prose = 4;

    public static TheoryData<string> Names => [.. FormatSamples.DocumentNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shape_survives(string name)
    {
        var (image, history) = FormatSamples.Document(name);
        var file = DocumentFile.Write(image, history);
        Assert.True(DocumentFile.TryRead(file, out var read, out var reason), reason);
        Assert.Equal(FormatSamples.Describe(image), FormatSamples.Describe(read));
        Assert.Equal(history is not null, read.HasHistory);
        Assert.Equal(history is not null, DocumentFile.TryReadHistory(read, out var readHistory, out reason));
        Assert.Equal(history is null ? "" : BatchMaker.Describe(history), readHistory is null ? "" : BatchMaker.Describe(readHistory));
        Assert.Equal(file, DocumentFile.Write(read, readHistory));
    }

    [Theory]
    [InlineData("automerge-paper", 104_852, 90_300)]
    [InlineData("seph-blog1", 56_769, 134_000)]
    [InlineData("friendsforever", 19_000, 33_300)]
    public void A_history_is_as_small_as_it_should_be(string name, int leastText, int mostBytes)
    {
        var trace = name is "friendsforever" ? TraceFolder.Concurrent(name) : TraceFolder.Sequential(name);
        var (image, history) = (ImageOf(trace), BatchMaker.Of(trace));
        var file = DocumentFile.Write(image, history);
        Assert.True(DocumentFile.TryRead(file, out var read, out var reason), reason);
        Assert.Equal(trace.EndContent, read.Texts[0].Text.ToString());
        Assert.True(DocumentFile.TryReadHistory(read, out var readHistory, out reason), reason);
        Assert.Equal(BatchMaker.Describe(history), BatchMaker.Describe(readHistory));

        // A generated trace that stands in for a recorded one is of another length.
        Assert.True(trace.EndContent.Length < leastText || file.Length <= mostBytes, string.Create(CultureInfo.InvariantCulture, $"{file.Length} bytes"));
    }

    [Fact]
    public void A_document_is_read_without_its_history()
    {
        var (image, history) = FormatSamples.Document("long");
        var parts = FileParts.Of(DocumentFile.Write(image, history));
        foreach (var section in new[] { HistoryColumns, HistoryUnits })
        {
            var file = parts.Build();
            file[parts.StartOf(section)] ^= 1;
            Assert.True(DocumentFile.TryRead(file, out var read, out var reason), reason);
            Assert.Equal(FormatSamples.Describe(image), FormatSamples.Describe(read));
            Assert.False(DocumentFile.TryReadHistory(read, out _, out _));
        }
    }

    [Fact]
    public void An_unknown_section_is_passed_over_unless_it_must_be_understood()
    {
        var (image, history) = FormatSamples.Document("rich");
        var parts = FileParts.Of(DocumentFile.Write(image, history));
        parts.Sections.Insert(1, (40 << 1, [1, 2, 3]));
        Assert.True(DocumentFile.TryRead(parts.Build(), out var read, out var reason), reason);
        Assert.Equal(FormatSamples.Describe(image), FormatSamples.Describe(read));
        Assert.True(DocumentFile.TryReadHistory(read, out _, out reason), reason);
        parts.Sections[1] = ((40 << 1) | 1, [1, 2, 3]);
        Assert.False(DocumentFile.TryRead(parts.Build(), out _, out _));
    }

    [Fact]
    public void Damage_is_found()
    {
        var (image, history) = FormatSamples.Document("rich");
        var file = DocumentFile.Write(image, history);
        for (var i = 0; i < file.Length; i++)
        {
            var damaged = (byte[])file.Clone();
            damaged[i] ^= 0x10;
            Assert.False(DocumentFile.TryRead(damaged, out var read, out _) && DocumentFile.TryReadHistory(read, out _, out _));
            Assert.False(DocumentFile.TryRead(file.AsMemory(0, i), out _, out _));
        }

        Assert.False(DocumentFile.TryRead((byte[])[.. file, 0], out _, out _));
    }

    [Fact]
    public void A_history_of_another_document_is_refused()
    {
        var (image, history) = FormatSamples.Document("long");
        var parts = FileParts.Of(DocumentFile.Write(image, history));
        var other = FileParts.Of(DocumentFile.Write(FormatSamples.Document("plain").Image, history));
        other.Sections[^2] = parts.Sections[^2];
        Assert.True(DocumentFile.TryRead(other.Build(), out var read, out var reason), reason);
        Assert.False(DocumentFile.TryReadHistory(read, out _, out reason));
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void Hostile_documents_never_throw_and_cost_little()
    {
        var random = new Random(5);
        var (read, histories, most) = (0, 0, 0L);
        var valid = FormatSamples.DocumentNames.ConvertAll(name => DocumentFile.Write(FormatSamples.Document(name).Image, FormatSamples.Document(name).History));
        for (var i = 0; i < 20_000; i++)
        {
            var parts = FileParts.Of(valid[i % valid.Count]);
            var at = random.Next(parts.Sections.Count);
            parts.Sections[at] = (parts.Sections[at].Code, FormatSamples.Mutated(random, parts.Sections[at].Bytes, 0));
            if (random.Next(8) == 0)
            {
                parts.Sections.RemoveAt(random.Next(parts.Sections.Count));
            }

            var file = parts.Build();
            var (isRead, hasHistory) = (false, false);
            string? reason = null;
            most = Math.Max(most, Allocation.Of(
                () =>
                {
                    isRead = DocumentFile.TryRead(file, out var image, out reason);
                    hasHistory = isRead && DocumentFile.TryReadHistory(image!, out _, out _);
                },
                65_535));
            Assert.True(isRead || reason!.Length > 0);
            histories += hasHistory ? 1 : 0;
            read += isRead ? 1 : 0;
        }

        Assert.InRange(read, 1_000, 19_000);
        Assert.InRange(histories, 100, 19_000);
        Assert.True(most < 65_536, string.Create(CultureInfo.InvariantCulture, $"{most} bytes for less than 1 KB"));
    }

    [Fact]
    public void Hostile_tables_never_throw()
    {
        var random = new Random(6);
        var valid = DocumentFile.Write(FormatSamples.Document("rich").Image, FormatSamples.Document("rich").History);
        for (var i = 0; i < 5_000; i++)
        {
            DocumentFile.TryRead(FileParts.WithTableChecksum(FormatSamples.Mutated(random, valid, 9)), out _, out _);
        }
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(1 << 30)]
    [InlineData(2_000)]
    [InlineData(900)]
    public void Few_bytes_that_unpack_to_many_cost_little(int claimed)
    {
        var room = new byte[256];
        Assert.True(BrotliEncoder.TryCompress(new byte[1 << 20], room, out var count, 11, 22));
        Assert.InRange(count, 1, 64);
        foreach (var section in new[] { 0, 1, Prose - 1, HistoryColumns - 1, HistoryUnits - 1 })
        {
            var parts = FileParts.Of(DocumentFile.Write(FormatSamples.Document("rich").Image, FormatSamples.Document("rich").History));
            var writer = new SpanWriter(new byte[300]);
            writer.Number(((long)claimed << 1) | 1);
            writer.Number(count);
            writer.Number(0);
            writer.Bytes(room.AsSpan(0, count));
            byte[] part = writer.Written.ToArray();
            parts.Sections[section] = (parts.Sections[section].Code, section == HistoryUnits - 1 ? [0, .. part] : part);
            var file = parts.Build();
            var allocated = Allocation.Of(
                () => Assert.False(DocumentFile.TryRead(file, out var read, out _) && DocumentFile.TryReadHistory(read, out _, out _)), 49_152);
            Assert.InRange(allocated, 0, 49_152);
        }
    }

    [Fact]
    public void A_text_that_packs_too_well_is_padded()
    {
        var text = new RichText();
        text.Insert(0, new string('a', 100_000), Properties.Empty);
        var (image, history) = FormatSamples.Document("plain");
        image.Texts[0] = new TextImage("body", text, false);
        foreach (var written in new[] { history, null })
        {
            var file = DocumentFile.Write(image, written);
            Assert.InRange(file.Length, 100_000 / 32, 4_000);
            Assert.True(DocumentFile.TryRead(file, out var read, out var reason), reason);
            Assert.Equal(100_000, read.Texts[0].Text.Length);
            Assert.Equal(written is not null, DocumentFile.TryReadHistory(read, out _, out _));
        }
    }

    private static DocumentImage ImageOf(RecordedTrace trace)
    {
        var text = new RichText();
        text.Insert(0, trace.EndContent, Properties.Empty);
        var image = new DocumentImage
        {
            EventCount = trace.Changes.Sum(change => change.Length),
            ChangeCount = trace.Changes.Length,
            Clock = trace.Changes.Max(change => change.Clock),
            Agents = [.. trace.Changes.GroupBy(change => change.Agent, StringComparer.Ordinal)
                .Select(author => (author.Key, author.Max(change => change.Sequence + change.Length)))],
            Heads = [trace.Changes[^1].LastEvent],
        };
        image.Texts.Add(new TextImage("body", text, HasSurrogates: false));
        return image;
    }
}
