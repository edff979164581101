using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Weft.Engine;

/// <summary>
/// Bytes of a whole document, format 2 (docs/file-format.md): <c>"WEFT" format:1 checksum:4 table sections</c>. The table
/// names each section, with its length and checksum, so that one can be read without the others; a section of an
/// unknown type is passed over unless it says that it must be understood.
/// </summary>
internal static class DocumentFile
{
    private const byte Format = 2;
    private const int HeaderLength = 9;

    /// <summary>In the table, below the type: whoever does not know the type must not read the document.</summary>
    private const int MustUnderstand = 1;

    private enum Section : byte
    {
        Summary = 1,
        Texts = 2,
        Items = 3,
        Prose = 4,
        HistoryColumns = 5,
        HistoryUnits = 6,
    }

    private static ReadOnlySpan<byte> Magic => "WEFT"u8;

    /// <summary>The bytes of a document, in an array of the caller's own; of a snapshot when there is no history.</summary>
    /// <exception cref="ArgumentException">A text or name has a lone surrogate, or an agent is not among the agents.</exception>
    public static byte[] Write(DocumentImage content, HistoryBatch? history)
    {
        SpanWriter body = default, table = default;
        try
        {
            var runs = content.Texts.ConvertAll(text => IsBare(text) ? [] : text.Text.Runs().ToArray()).ToArray();
            var writer = new ImageWriter(content, runs);
            writer.WriteSummary(ref body);
            var start = Close(ref table, ref body, Section.Summary, 0);
            writer.WriteTexts(ref body);
            start = Close(ref table, ref body, Section.Texts, start);
            if (content.Items.Count > 0)
            {
                writer.WriteItems(ref body);
                start = Close(ref table, ref body, Section.Items, start);
            }

            var prose = new ProseWriter(content.Texts, runs, history);
            prose.WriteTexts(ref body);
            start = Close(ref table, ref body, Section.Prose, start);
            if (history is not null)
            {
                BatchFormat.WriteColumns(ref body, history);
                start = Close(ref table, ref body, Section.HistoryColumns, start);
                prose.WriteUnits(ref body);
                Close(ref table, ref body, Section.HistoryUnits, start);
            }

            prose.Dispose();
            return Join(table.Written, body.Written);
        }
        finally
        {
            body.Dispose();
            table.Dispose();
        }
    }

    /// <summary>Whether a text has nothing but units, of which any stretch can be written by itself.</summary>
    internal static bool IsBare(TextImage text) => text.Text.IsPlain && !text.Text.HasSurrogates(0, text.Text.Length);

    /// <summary>
    /// Reads everything but the history, whose bytes are not touched. The image keeps <paramref name="file"/>. Never
    /// throws for what the bytes are.
    /// </summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> file, [NotNullWhen(true)] out DocumentImage? image, [NotNullWhen(false)] out string? reason)
    {
        image = null;
        if (!TryOpen(file, out var sections, out reason))
        {
            return false;
        }

        var read = new DocumentImage
        {
            Prose = sections[(int)Section.Prose],
            HistoryColumns = sections[(int)Section.HistoryColumns],
            HistoryUnits = sections[(int)Section.HistoryUnits],
        };
        if (read.HistoryColumns.Bytes.IsEmpty != read.HistoryUnits.Bytes.IsEmpty)
        {
            reason = "A part of the history is missing.";
            return false;
        }

        for (var i = Section.Summary; i <= Section.Prose; i++)
        {
            if (!sections[(int)i].IsWhole)
            {
                reason = "The checksum is wrong.";
                return false;
            }
        }

        reason = ImageReader.Read(
            read, sections[(int)Section.Summary].Bytes.Span, sections[(int)Section.Texts].Bytes.Span, sections[(int)Section.Items].Bytes.Span);
        image = reason is null ? read : null;
        return reason is null;
    }

    /// <summary>Reads the history of a document that has one, which must be as the document says. Never throws for what the bytes are.</summary>
    public static bool TryReadHistory(
        DocumentImage image, [NotNullWhen(true)] out HistoryBatch? history, [NotNullWhen(false)] out string? reason)
    {
        history = null;
        reason = !image.HasHistory ? "There is no history."
            : !image.HistoryColumns.IsWhole || !image.HistoryUnits.IsWhole ? "The checksum is wrong."
            : null;
        if (reason is not null)
        {
            return false;
        }

        var reader = new ByteReader(image.HistoryColumns.Bytes.Span);
        var columns = Packing.Read(ref reader, Packing.ColumnRatio, out var rentedColumns);
        reason = reader.Reason;
        byte[]? rentedUnits = null;
        if (reason is null && ProseReader.TryReadUnits(image.Prose.Bytes.Span, image.HistoryUnits.Bytes.Span, out var units, out rentedUnits, out reason))
        {
            BatchFormat.TryRead(columns, units, out history, out reason);
        }

        Packing.Return(rentedColumns);
        Packing.Return(rentedUnits);
        if (history is not null && !ImageReader.Agrees(image, history))
        {
            history = null;
            reason = "The history is another document's.";
        }

        return history is not null;
    }

    private static int Close(ref SpanWriter table, ref SpanWriter body, Section section, int start)
    {
        table.Number(((int)section << 1) | MustUnderstand);
        table.Number(body.Length - start);
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, Crc32C.Of(body.Written[start..]));
        table.Bytes(checksum);
        return body.Length;
    }

    private static byte[] Join(ReadOnlySpan<byte> table, ReadOnlySpan<byte> body)
    {
        Span<byte> room = stackalloc byte[16];
        var length = new SpanWriter(room);
        length.Number(table.Length);
        var bytes = new byte[HeaderLength + length.Length + table.Length + body.Length];
        Magic.CopyTo(bytes);
        bytes[Magic.Length] = Format;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Magic.Length + 1), Crc32C.Of(table));
        length.Written.CopyTo(bytes.AsSpan(HeaderLength));
        table.CopyTo(bytes.AsSpan(HeaderLength + length.Length));
        body.CopyTo(bytes.AsSpan(HeaderLength + length.Length + table.Length));
        return bytes;
    }

    /// <summary>Finds the sections by their types; one that is not there is empty.</summary>
    private static bool TryOpen(ReadOnlyMemory<byte> file, out FileSection[] sections, [NotNullWhen(false)] out string? reason)
    {
        sections = [];
        var bytes = file.Span;
        reason = bytes.Length < HeaderLength ? "The data ends too early."
            : !bytes.StartsWith(Magic) ? "This is not a Weft document."
            : bytes[Magic.Length] != Format ? "The format is unknown."
            : null;
        if (reason is not null)
        {
            return false;
        }

        var reader = new ByteReader(bytes[HeaderLength..]);
        var table = reader.Bytes(reader.Count());
        if (!reader.Failed && BinaryPrimitives.ReadUInt32LittleEndian(bytes[(Magic.Length + 1)..]) != Crc32C.Of(table))
        {
            reader.Fail("The checksum is wrong.");
        }

        if (!reader.Failed)
        {
            sections = ReadTable(ref reader, table, file);
        }

        reason = reader.Reason;
        return reason is null;
    }

    private static FileSection[] ReadTable(ref ByteReader reader, ReadOnlySpan<byte> table, ReadOnlyMemory<byte> file)
    {
        var sections = new FileSection[(int)Section.HistoryUnits + 1];
        var entries = new ByteReader(table);
        while (entries.Remaining > 0 && !reader.Failed)
        {
            var code = entries.Number();
            var length = entries.Number();
            var checksum = entries.Bytes(sizeof(uint));
            if (entries.Failed || length > reader.Remaining)
            {
                reader.Fail("The data ends too early.");
                break;
            }

            var at = file.Length - reader.Remaining;
            reader.Bytes((int)length);
            if (code >> 1 is >= (long)Section.Summary and <= (long)Section.HistoryUnits)
            {
                ref var section = ref sections[code >> 1];
                if (!section.Bytes.IsEmpty || length == 0)
                {
                    reader.Fail("A section is there twice.");
                }

                section = new FileSection(file.Slice(at, (int)length), BinaryPrimitives.ReadUInt32LittleEndian(checksum));
            }
            else if ((code & MustUnderstand) != 0)
            {
                reader.Fail("A later version of Weft is needed to read this.");
            }
        }

        if (!reader.Failed && reader.Remaining > 0)
        {
            reader.Fail("The data goes on after its end.");
        }

        return sections;
    }
}
