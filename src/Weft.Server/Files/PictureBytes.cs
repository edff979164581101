using System.Buffers.Binary;

namespace Weft.Server.Files;

/// <summary>Reads numbers at places in a picture; what lies beyond its end is null.</summary>
internal readonly struct PictureBytes(Stream bytes)
{
    /// <summary>How many bytes there are.</summary>
    public long Length => bytes.Length;

    /// <summary>Reads what is there from a place on, up to the length of <paramref name="target"/>.</summary>
    /// <returns>How many bytes were read.</returns>
    public int ReadUpTo(long offset, Span<byte> target)
    {
        if (offset < 0 || offset >= bytes.Length)
        {
            return 0;
        }

        bytes.Position = offset;
        return bytes.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
    }

    public byte? ByteAt(long offset)
    {
        Span<byte> value = stackalloc byte[1];
        return ReadUpTo(offset, value) == 1 ? value[0] : null;
    }

    public int? BigEndian16At(long offset)
    {
        Span<byte> value = stackalloc byte[2];
        return ReadUpTo(offset, value) == 2 ? BinaryPrimitives.ReadUInt16BigEndian(value) : null;
    }

    public int? LittleEndian16At(long offset)
    {
        Span<byte> value = stackalloc byte[2];
        return ReadUpTo(offset, value) == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(value) : null;
    }

    public int? LittleEndian24At(long offset)
    {
        Span<byte> value = stackalloc byte[4];
        return ReadUpTo(offset, value[..3]) == 3 ? BinaryPrimitives.ReadInt32LittleEndian(value) : null;
    }

    public uint? BigEndian32At(long offset)
    {
        Span<byte> value = stackalloc byte[4];
        return ReadUpTo(offset, value) == 4 ? BinaryPrimitives.ReadUInt32BigEndian(value) : null;
    }

    public uint? LittleEndian32At(long offset)
    {
        Span<byte> value = stackalloc byte[4];
        return ReadUpTo(offset, value) == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(value) : null;
    }

    public bool HasAt(long offset, ReadOnlySpan<byte> expected)
    {
        Span<byte> value = stackalloc byte[16];
        value = value[..expected.Length];
        return ReadUpTo(offset, value) == expected.Length && value.SequenceEqual(expected);
    }
}
