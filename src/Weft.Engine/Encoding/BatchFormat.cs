using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Weft.Engine;

/// <summary>
/// Bytes of many changes as compressed columns, format 2 (docs/file-format.md): <c>format:1 checksum:4 columns
/// units</c>, both compressed when that saves something. What follows, also at the end of the columns, is for formats to
/// come and is passed over.
/// </summary>
internal static class BatchFormat
{
    private const byte Format = 2;
    private const int HeaderLength = 1 + sizeof(uint);

    /// <summary>Brotli's quality for columns, by measurement.</summary>
    private const int ColumnQuality = 3;

    /// <summary>Brotli's quality for text, by measurement.</summary>
    private const int UnitQuality = 3;

    /// <summary>The bytes of a batch, in an array of the caller's own.</summary>
    /// <exception cref="ArgumentException">A text or a name has a lone surrogate.</exception>
    public static byte[] Encode(HistoryBatch batch)
    {
        SpanWriter writer = new(default), units = new(default);
        try
        {
            writer.Byte(Format);
            writer.Skip(sizeof(uint));
            WriteColumns(ref writer, batch);
            WriteUnits(ref units, batch);
            Packing.Write(ref writer, units.Written, UnitQuality, Packing.TextRatio);
            BinaryPrimitives.WriteUInt32LittleEndian(writer.Written[1..], Crc32C.Of(writer.Written[HeaderLength..]));
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
            units.Dispose();
        }
    }

    /// <summary>
    /// Reads a batch, whose rows, runs and changes then fit each other. Never throws for what the bytes are.
    /// </summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out HistoryBatch? batch, [NotNullWhen(false)] out string? reason)
    {
        batch = null;
        reason = bytes.Length < HeaderLength ? "The data ends too early."
            : bytes[0] != Format ? "The format is unknown."
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]) != Crc32C.Of(bytes[HeaderLength..]) ? "The checksum is wrong."
            : null;
        if (reason is not null)
        {
            return false;
        }

        var reader = new ByteReader(bytes[HeaderLength..]);
        var columns = Packing.Read(ref reader, Packing.ColumnRatio, out var rentedColumns);
        var units = Packing.Read(ref reader, Packing.TextRatio, out var rentedUnits);
        reason = reader.Reason;
        var isRead = reason is null && TryRead(columns, units, out batch, out reason);
        Packing.Return(rentedColumns);
        Packing.Return(rentedUnits);
        return isRead;
    }

    /// <summary>Writes the columns as a part.</summary>
    public static void WriteColumns(ref SpanWriter writer, HistoryBatch batch)
    {
        var columns = new SpanWriter(default);
        try
        {
            BatchWriter.Write(ref columns, batch);
            Packing.Write(ref writer, columns.Written, ColumnQuality, Packing.ColumnRatio);
        }
        finally
        {
            columns.Dispose();
        }
    }

    /// <summary>Appends all units of all texts as UTF-8.</summary>
    public static void WriteUnits(ref SpanWriter units, HistoryBatch batch)
    {
        foreach (var (_, log) in batch.Texts)
        {
            units.Units(log.Units);
        }
    }

    /// <summary>Puts a batch together from its columns and its units.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> columns, ReadOnlySpan<byte> units, [NotNullWhen(true)] out HistoryBatch? batch, [NotNullWhen(false)] out string? reason)
    {
        batch = null;
        if (!Utf8.IsValid(units))
        {
            reason = "A text is not UTF-8.";
            return false;
        }

        var room = ArrayPool<char>.Shared.Rent(units.Length);
        var count = Encoding.UTF8.GetChars(units, room);
        batch = BatchReader.Read(columns, room.AsSpan(0, count), out reason);
        ArrayPool<char>.Shared.Return(room);
        return batch is not null;
    }
}
