using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;

namespace Weft.Kinds;

/// <summary>
/// A whole document with its history as a file: <c>"WEFTFILE" version:1 checksum:4 kind title document</c>, or with pictures, then in version
/// 2, <c>kind title count (length:4 picture)* document</c>. The checksum is a CRC-32C (little-endian) over all after it: it finds damage, not
/// malice. Kind and title are UTF-8 with their length in front (LEB128, as is the count); lengths of pictures are little-endian; the document is
/// what the engine saves. Nothing of it is to be believed but that it came as it was written.
/// </summary>
/// <param name="Kind">The document kind's name.</param>
/// <param name="Title">The document's title.</param>
/// <param name="Document">The document as the engine saves it.</param>
public sealed record WeftFile(string Kind, string Title, ReadOnlyMemory<byte> Document)
{
    /// <summary>The extension of such files, with the dot.</summary>
    public const string Extension = ".weft";

    private const byte Version = 1;
    private const byte VersionWithFiles = 2;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The pictures of the document. Default none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Files { get; init; } = [];

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
            : span[Magic.Length] is not (Version or VersionWithFiles) ? "The file was written by a newer Weft: update this one."
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
            var files = span[Magic.Length] == VersionWithFiles ? ReadFiles(reader, stream, bytes[HeaderLength..]) : [];
            file = new WeftFile(kind, title, bytes[(HeaderLength + (int)stream.Position)..]) { Files = files };
            return true;
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException)
        {
            reason = "The file is not a Weft document: its kind, title and pictures cannot be read.";
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
        writer.Write(Files.Count == 0 ? Version : VersionWithFiles);
        writer.Write(0U);
        writer.Write(Kind);
        writer.Write(Title);
        if (Files.Count > 0)
        {
            WriteFiles(writer);
        }

        writer.Write(Document.Span);
        writer.Flush();
        var bytes = stream.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Magic.Length + 1), ChecksumOf(bytes.AsSpan(HeaderLength)));
        return bytes;
    }

    private static List<ReadOnlyMemory<byte>> ReadFiles(BinaryReader reader, MemoryStream stream, ReadOnlyMemory<byte> content)
    {
        var files = new List<ReadOnlyMemory<byte>>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var length = reader.ReadInt32();
            if (length < 0 || length > stream.Length - stream.Position)
            {
                throw new EndOfStreamException();
            }

            files.Add(content.Slice((int)stream.Position, length));
            stream.Position += length;
        }

        return files;
    }

    private void WriteFiles(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(Files.Count);
        foreach (var file in Files)
        {
            writer.Write(file.Length);
            writer.Write(file.Span);
        }
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
