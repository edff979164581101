using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;

namespace Weft.Kinds;

/// <summary>
/// A whole document with its history as a file: <c>"WEFTFILE" version:1 checksum:4 kind title document</c>. The checksum is a CRC-32C
/// (little-endian) over all after it: it finds damage, not malice. Kind and title are UTF-8 with their length in front (LEB128); the
/// document is what the engine saves. Nothing of it is to be believed but that it came as it was written.
/// </summary>
/// <param name="Kind">The document kind's name.</param>
/// <param name="Title">The document's title.</param>
/// <param name="Document">The document as the engine saves it.</param>
public sealed record WeftFile(string Kind, string Title, ReadOnlyMemory<byte> Document)
{
    /// <summary>The extension of such files, with the dot.</summary>
    public const string Extension = ".weft";

    private const byte Version = 1;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static int HeaderLength => Magic.Length + 1 + sizeof(uint);

    private static ReadOnlySpan<byte> Magic => "WEFTFILE"u8;

    /// <summary>Reads a file. Never throws: what is wrong is told in <paramref name="reason"/>.</summary>
    /// <param name="bytes">The file; the result keeps a part of it.</param>
    /// <param name="file">What it says.</param>
    /// <param name="reason">One sentence for a person.</param>
    /// <returns>Whether the file is undamaged and of this format.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out WeftFile? file, [NotNullWhen(false)] out string? reason)
    {
        file = null;
        var span = bytes.Span;
        reason = !span.StartsWith(Magic) || span.Length < HeaderLength ? "The file is not a Weft document: it does not begin as one."
            : span[Magic.Length] != Version ? "The file was written by a newer Weft: update this one."
            : BinaryPrimitives.ReadUInt32LittleEndian(span[(Magic.Length + 1)..]) != ChecksumOf(span[HeaderLength..])
                ? "The file is damaged: its checksum is wrong."
            : null;
        if (reason is not null)
        {
            return false;
        }

        try
        {
            using var stream = new MemoryStream(bytes[HeaderLength..].ToArray(), writable: false);
            using var reader = new BinaryReader(stream, StrictUtf8);
            var kind = reader.ReadString();
            var title = reader.ReadString();
            file = new WeftFile(kind, title, bytes[(HeaderLength + (int)stream.Position)..]);
            return true;
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException)
        {
            reason = "The file is not a Weft document: its kind and title cannot be read.";
            return false;
        }
    }

    /// <summary>The file's bytes.</summary>
    /// <returns>A new array.</returns>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, StrictUtf8);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(0U);
        writer.Write(Kind);
        writer.Write(Title);
        writer.Write(Document.Span);
        writer.Flush();
        var bytes = stream.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Magic.Length + 1), ChecksumOf(bytes.AsSpan(HeaderLength)));
        return bytes;
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> content)
    {
        var sum = uint.MaxValue;
        while (content.Length >= sizeof(ulong))
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(content));
            content = content[sizeof(ulong)..];
        }

        foreach (var value in content)
        {
            sum = BitOperations.Crc32C(sum, value);
        }

        return ~sum;
    }
}
