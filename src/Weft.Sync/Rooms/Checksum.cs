using System.Buffers.Binary;
using System.Numerics;

namespace Weft.Sync;

/// <summary>A CRC-32C at the end of what is stored: finds damage, not malice.</summary>
internal static class Checksum
{
    private const int Size = sizeof(uint);

    /// <summary>The bytes with their checksum.</summary>
    internal static byte[] Seal(ReadOnlySpan<byte> content)
    {
        byte[] bytes = new byte[content.Length + Size];
        content.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - Size), Of(bytes.AsSpan(..^Size)));
        return bytes;
    }

    /// <summary>Takes the checksum off again; false when it is wrong, or there is nothing else.</summary>
    internal static bool TryOpen(ReadOnlyMemory<byte> sealedBytes, out ReadOnlyMemory<byte> content)
    {
        content = default;
        if (sealedBytes.Length <= Size || Of(sealedBytes.Span[..^Size]) != BinaryPrimitives.ReadUInt32LittleEndian(sealedBytes.Span[^Size..]))
        {
            return false;
        }

        content = sealedBytes[..^Size];
        return true;
    }

    private static uint Of(ReadOnlySpan<byte> content)
    {
        uint sum = uint.MaxValue;
        for (; content.Length >= sizeof(ulong); content = content[sizeof(ulong)..])
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(content));
        }

        foreach (byte value in content)
        {
            sum = BitOperations.Crc32C(sum, value);
        }

        return ~sum;
    }
}
