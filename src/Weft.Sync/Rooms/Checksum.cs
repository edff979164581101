using System.Buffers.Binary;
using System.Numerics;

namespace Weft.Sync;

/// <summary>A CRC-32C at the end of what is stored: finds damage, not malice.</summary>
internal static class Checksum
{
    private const int Size = sizeof(uint);

    internal static byte[] Seal(ReadOnlySpan<byte> content)
    {
        byte[] bytes = new byte[content.Length + Size];
        content.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(content.Length), Of(content));
        return bytes;
    }

    /// <exception cref="CorruptLogException">The checksum is wrong.</exception>
    internal static ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> sealedBytes, string what)
    {
        if (sealedBytes.Length > Size)
        {
            ReadOnlyMemory<byte> content = sealedBytes[..^Size];
            if (Of(content.Span) == BinaryPrimitives.ReadUInt32LittleEndian(sealedBytes.Span[^Size..]))
            {
                return content;
            }
        }

        throw new CorruptLogException($"The checksum of {what} is wrong.");
    }

    private static uint Of(ReadOnlySpan<byte> content)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in content)
        {
            sum = BitOperations.Crc32C(sum, value);
        }

        return ~sum;
    }
}
