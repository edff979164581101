using System.Buffers;
using Weft.Engine;

namespace Weft.Sync;

/// <summary>
/// The bytes of one log entry: a version byte, the author's id of the change (LEB128), the applied change as the engine writes it, and
/// a CRC-32C over all of it. Author and time are in the change.
/// </summary>
internal static class LogCodec
{
    private const byte FormatVersion = 1;
    private const int PayloadBits = 7;
    private const int MaxIdBytes = 10;
    private const byte Continues = 0x80;

    /// <summary>Bytes for which the buffer is kept: one large change is not to be held for ever.</summary>
    private const int KeptBytes = 64 * 1_024;

    /// <summary>What a thread writes entries into, one at a time.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _entry;

    internal static byte[] Encode(long id, AppliedChange applied)
    {
        ArrayBufferWriter<byte> entry = _entry ??= new ArrayBufferWriter<byte>();
        entry.ResetWrittenCount();
        entry.Write([FormatVersion]);
        for (ulong rest = checked((ulong)id); ; rest >>= PayloadBits)
        {
            entry.Write([(byte)(rest < Continues ? rest : (rest & (Continues - 1)) | Continues)]);
            if (rest < Continues)
            {
                break;
            }
        }

        applied.Encode(entry);
        byte[] bytes = Checksum.Seal(entry.WrittenSpan);
        if (entry.Capacity > KeptBytes)
        {
            _entry = null;
        }

        return bytes;
    }

    /// <summary>Reads an entry.</summary>
    /// <exception cref="CorruptLogException">The bytes are damaged, or of a later version.</exception>
    internal static (long Id, AppliedChange Applied) Decode(StoredChange entry)
    {
        (long id, ReadOnlyMemory<byte> change) = Open(entry);
        return AppliedChange.TryDecode(change.Span, out AppliedChange? applied, out string? reason)
            ? (id, applied)
            : throw new CorruptLogException($"The change in {What(entry)} is damaged: {reason}");
    }

    /// <summary>The author's id of a change, and the bytes of the applied change: a part of the entry's.</summary>
    /// <exception cref="CorruptLogException">The bytes are damaged, or of a later version.</exception>
    internal static (long Id, ReadOnlyMemory<byte> Change) Open(StoredChange entry)
    {
        if (!Checksum.TryOpen(entry.Bytes, out ReadOnlyMemory<byte> content))
        {
            throw new CorruptLogException($"The checksum of {What(entry)} is wrong.");
        }

        if (content.Span[0] != FormatVersion)
        {
            throw new CorruptLogException($"The format of {What(entry)} is not known.");
        }

        return TryReadId(content.Span, out long id, out int read)
            ? (id, content[read..])
            : throw new CorruptLogException($"The bytes of {What(entry)} are damaged.");
    }

    private static bool TryReadId(ReadOnlySpan<byte> content, out long id, out int read)
    {
        const int MaxShift = (MaxIdBytes - 1) * PayloadBits;
        ulong value = 0;
        read = 1;
        for (int shift = 0; shift <= MaxShift && read < content.Length; shift += PayloadBits)
        {
            byte next = content[read++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < Continues)
            {
                id = unchecked((long)value);
                return true;
            }
        }

        id = 0;
        return false;
    }

    private static string What(StoredChange entry) => $"the log at revision {entry.Revision}";
}
