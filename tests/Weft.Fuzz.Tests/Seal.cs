using System.Buffers.Binary;
using Weft.Engine;
using Weft.Testing.Generators;

namespace Weft.Fuzz.Tests;

/// <summary>Makes checksums right: they find damage, and whoever means harm writes right ones.</summary>
internal static class Seal
{
    private const int FormatLength = 1;
    private const int DocumentMagic = 4;

    /// <summary>The bytes of a change or a batch: a format byte, the checksum of what is behind it, and that.</summary>
    public static byte[] Change(byte[] bytes) => At(bytes, FormatLength);

    /// <summary>What is stored: the checksum is at the end, and is put there.</summary>
    public static byte[] Stored(byte[] content)
    {
        var bytes = new byte[content.Length + sizeof(uint)];
        content.CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(content.Length), Crc32C.Of(content));
        return bytes;
    }

    /// <summary>A document of format 1, or the table of one of format 2.</summary>
    public static byte[] Document(byte[] file) =>
        file.Length <= DocumentMagic + FormatLength + sizeof(uint) ? file
        : file[DocumentMagic] == 1 ? At(file, DocumentMagic + FormatLength)
        : FileParts.WithTableChecksum(file);

    private static byte[] At(byte[] bytes, int place)
    {
        if (bytes.Length >= place + sizeof(uint))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(place), Crc32C.Of(bytes.AsSpan(place + sizeof(uint))));
        }

        return bytes;
    }
}
