using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Weft.Server.Tests.Files;

/// <summary>Pictures, sound ones and others.</summary>
internal static class Pictures
{
    /// <summary>A PNG of one colour, which differs by it.</summary>
    public static byte[] Png(int width = 3, int height = 2, byte shade = 128, int padding = 0)
    {
        var pixels = new byte[(width + 1) * height];
        Array.Fill(pixels, shade);
        for (var row = 0; row < height; row++)
        {
            pixels[row * (width + 1)] = 0;
        }

        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(pixels);
        }

        return Png(width, height, packed.ToArray(), padding);
    }

    /// <summary>A PNG that says of itself what it is told to, whatever is in it.</summary>
    public static byte[] Png(long width, long height, byte[] data, int padding = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, (uint)width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), (uint)height);
        header[8] = 8;
        return
        [
            0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A,
            .. Chunk("IHDR", header), .. padding == 0 ? [] : Chunk("teSt", new byte[padding]), .. Chunk("IDAT", data), .. Chunk("IEND", []),
        ];
    }

    /// <summary>A PNG of some kilobytes that unpacks to a gigabyte of black.</summary>
    public static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var row = new byte[1 << 20];
            for (var count = 0; count < 1 << 10; count++)
            {
                zip.Write(row);
            }
        }

        return Png(9_000, 9_000, packed.ToArray());
    }

    public static byte[] Gif(int width, int height) =>
        [.. "GIF89a"u8, .. LittleEndian(width), .. LittleEndian(height), 0, 0, 0, (byte)';'];

    public static byte[] Jpeg(int width, int height, byte frame = 0xC0) =>
    [
        0xFF, 0xD8, 0xFF, 0xE0, 0, 6, 1, 2, 3, 4, 0xFF, 0xFF, 0xC4, 0, 3, 0,
        0xFF, frame, 0, 11, 8, .. BigEndian(height), .. BigEndian(width), 1, 0, 0, 0, 0xFF, 0xDA, 0, 2, 0xFF, 0xD9,
    ];

    public static byte[] WebpLossy(int width, int height) =>
        Webp("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A, .. LittleEndian(width), .. LittleEndian(height)]);

    public static byte[] WebpLossless(int width, int height)
    {
        var data = new byte[5];
        data[0] = 0x2F;
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(1), (uint)((width - 1) | ((height - 1) << 14)));
        return Webp("VP8L", data);
    }

    public static byte[] WebpExtended(int width, int height) => Webp(
        "VP8X", [0, 0, 0, 0, .. LittleEndian(width - 1, 3), .. LittleEndian(height - 1, 3)]);

    public static byte[] Svg(string attributes, string content = "") =>
        Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}>{content}</svg>");

    private static byte[] LittleEndian(int value, int bytes = 2) => BitConverter.GetBytes(value)[..bytes];

    private static byte[] BigEndian(int value) => [.. LittleEndian(value).Reverse()];

    private static byte[] Webp(string kind, byte[] data)
    {
        var file = new byte[20 + data.Length];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WEBP"u8.CopyTo(file.AsSpan(8));
        Encoding.ASCII.GetBytes(kind, file.AsSpan(12));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), data.Length);
        data.CopyTo(file.AsSpan(20));
        return file;
    }

    private static byte[] Chunk(string name, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(name, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    // CRC-32 as PNG has it (ISO 3309), a bit at a time.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
