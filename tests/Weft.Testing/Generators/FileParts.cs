using System.Buffers.Binary;
using Weft.Engine;

namespace Weft.Testing.Generators;

/// <summary>A file of a document taken apart by its table, and put together again with right checksums.</summary>
public sealed class FileParts
{
    private const int Header = 9;

    /// <summary>The codes of the sections, and their bytes.</summary>
    public IList<(long Code, byte[] Bytes)> Sections { get; } = [];

    /// <summary>Takes a file apart; one that is cut off gives what is there.</summary>
    public static FileParts Of(byte[] file)
    {
        var parts = new FileParts();
        var reader = new ByteReader(file.AsSpan(Math.Min(Header, file.Length)));
        var table = new ByteReader(reader.Bytes(reader.Count()));
        while (table.Remaining > 0)
        {
            var (code, length) = (table.Number(), table.Int());
            table.Bytes(sizeof(uint));
            parts.Sections.Add((code, reader.Bytes(length).ToArray()));
        }

        return parts;
    }

    /// <summary>The file of these sections.</summary>
    public byte[] Build()
    {
        var table = new SpanWriter(new byte[4096]);
        foreach (var (code, bytes) in Sections)
        {
            table.Number(code);
            table.Number(bytes.Length);
            var checksum = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(checksum, Crc32C.Of(bytes));
            table.Bytes(checksum);
        }

        var file = new SpanWriter(new byte[4096]);
        file.Bytes("WEFT"u8);
        file.Byte(2);
        file.Skip(sizeof(uint));
        file.Number(table.Length);
        file.Bytes(table.Written);
        foreach (var (_, bytes) in Sections)
        {
            file.Bytes(bytes);
        }

        return WithTableChecksum(file.Written.ToArray());
    }

    /// <summary>Where the first section of a type begins in the file.</summary>
    public int StartOf(int type)
    {
        return Build().Length - Sections.SkipWhile(section => section.Code >> 1 != type).Sum(section => section.Bytes.Length);
    }

    /// <summary>Makes the checksum of the table right, if there is a table.</summary>
    public static byte[] WithTableChecksum(byte[] file)
    {
        var reader = new ByteReader(file.AsSpan(Math.Min(Header, file.Length)));
        var table = reader.Bytes(reader.Count());
        if (!reader.Failed)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(5), Crc32C.Of(table));
        }

        return file;
    }
}
