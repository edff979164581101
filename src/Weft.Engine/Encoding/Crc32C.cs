using System.Buffers.Binary;
using System.Numerics;

namespace Weft.Engine;

/// <summary>The CRC-32C checksum (Castagnoli polynomial, as in RFC 3720), which finds damage but no malice.</summary>
internal static class Crc32C
{
    /// <summary>The checksum. Eight bytes a step, in hardware where there is some.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        if (bytes.Length >= sizeof(uint))
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
            bytes = bytes[sizeof(uint)..];
        }

        foreach (var value in bytes)
        {
            sum = BitOperations.Crc32C(sum, value);
        }

        return ~sum;
    }
}
