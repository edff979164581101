using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>A section of a <see cref="DocumentFile"/>: its bytes within those of the file, and what they should add up to.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileSection(ReadOnlyMemory<byte> Bytes, uint Checksum)
{
    /// <summary>Whether the bytes are what was written.</summary>
    public bool IsWhole => Crc32C.Of(Bytes.Span) == Checksum;
}
