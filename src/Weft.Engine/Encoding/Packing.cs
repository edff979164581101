using System.Buffers;
using System.IO.Compression;

namespace Weft.Engine;

/// <summary>
/// Parts of files, compressed with Brotli (RFC 7932) when that saves something. A part is at most
/// a few times its stored form and <see cref="FreeSize"/>, so that few bytes never cost much memory;
/// one that compresses better is followed by zeros that nobody reads.
/// </summary>
internal static class Packing
{
    /// <summary>How many bytes a stored one may become.</summary>
    public const int TextRatio = 32;

    /// <summary>The same for columns, whose bytes become structs.</summary>
    public const int ColumnRatio = 4;

    /// <summary>The same for names and JSON.</summary>
    public const int ImageRatio = 8;

    /// <summary>So many bytes a part may always become.</summary>
    public const int FreeSize = 128;

    /// <summary>The longest part, in bytes, when it is not compressed.</summary>
    public const int MaxSize = 1 << 30;

    /// <summary>Less is not worth a decoder.</summary>
    private const int MinGain = 32;

    private const int MinWindow = 16;
    private const int MaxWindow = 22;

    /// <summary>
    /// Writes <c>size bytes</c> or, as the lowest bit of the size tells, <c>size stored padding stream zeros</c>.
    /// </summary>
    public static void Write(ref SpanWriter writer, ReadOnlySpan<byte> part, int quality, int ratio)
    {
        var room = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(part.Length));
        var count = 0;
        var isPacked = part.Length > MinGain
            && BrotliEncoder.TryCompress(part, room, out count, quality, WindowOf(part.Length)) && count + MinGain <= part.Length;
        var stored = Math.Max(count, LeastStored(part.Length, ratio));
        if (isPacked && stored + MinGain <= part.Length)
        {
            writer.Number(((long)part.Length << 1) | 1);
            WriteStream(ref writer, room.AsSpan(0, count), stored);
        }
        else
        {
            writer.Number((long)part.Length << 1);
            writer.Bytes(part);
        }

        ArrayPool<byte>.Shared.Return(room);
    }

    /// <summary>Writes a compressed stream with zeros behind, to be of a length at least.</summary>
    public static void WriteStream(ref SpanWriter writer, ReadOnlySpan<byte> stream, int least)
    {
        var padding = Math.Max(0, least - stream.Length);
        writer.Number(stream.Length);
        writer.Number(padding);
        writer.Bytes(stream);
        writer.Skip(padding);
        writer.Written[^padding..].Clear();
    }

    /// <summary>Reads a compressed stream and passes over what is behind it.</summary>
    /// <param name="reader">Stands behind the size.</param>
    /// <param name="size">What the stream becomes.</param>
    /// <param name="ratio">How many bytes a stored one may become.</param>
    public static ReadOnlySpan<byte> ReadStream(scoped ref ByteReader reader, long size, int ratio)
    {
        var (length, padding) = (reader.Count(), reader.Count());
        var stream = reader.Bytes(length);
        reader.Bytes(padding);
        if (size > MaxSize || size > FreeSize + (((long)length + padding) * ratio))
        {
            reader.Fail("A part is too long.");
        }

        return stream;
    }

    /// <summary>Reads a part, into rented memory when it was compressed.</summary>
    public static ReadOnlySpan<byte> Read(scoped ref ByteReader reader, int ratio, out byte[]? rented)
    {
        rented = null;
        var head = reader.Number();
        var size = head >> 1;
        if ((head & 1) == 0)
        {
            return reader.Bytes((int)Math.Min(size, int.MaxValue));
        }

        var stream = ReadStream(ref reader, size, ratio);
        if (reader.Failed)
        {
            return default;
        }

        rented = ArrayPool<byte>.Shared.Rent((int)size);
        if (BrotliDecoder.TryDecompress(stream, rented.AsSpan(0, (int)size), out var count) && count == size)
        {
            return rented.AsSpan(0, count);
        }

        reader.Fail("A part cannot be decompressed.");
        return default;
    }

    /// <summary>How many bytes a part must have in its file.</summary>
    public static int LeastStored(int size, int ratio) => Math.Max(0, (size - FreeSize + ratio - 1) / ratio);

    /// <summary>The window, as a power of two, that a part of a size needs.</summary>
    public static int WindowOf(int size) =>
        Math.Clamp(System.Numerics.BitOperations.Log2((uint)size) + 1, MinWindow, MaxWindow);

    public static void Return(byte[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
