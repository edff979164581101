using Weft.Engine;

namespace Weft.Sync;

/// <summary>
/// The bytes of one log entry: a version byte, the author's id of the change (LEB128), the applied change as the engine writes it, and
/// a CRC-32C over all of it. Author and time are in the change.
/// </summary>
internal static class LogCodec
{
    private const byte FormatVersion = 1;

    internal static byte[] Encode(long id, AppliedChange applied)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(FormatVersion);
        writer.Write7BitEncodedInt64(id);
        writer.Write(applied.ToBytes());
        writer.Flush();
        return Checksum.Seal(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <exception cref="CorruptLogException">The bytes are damaged, or of a later version.</exception>
    internal static (long Id, AppliedChange Applied) Decode(StoredChange entry)
    {
        string what = $"the log at revision {entry.Revision}";
        byte[] content = Checksum.Open(entry.Bytes, what).ToArray();
        using var reader = new BinaryReader(new MemoryStream(content));
        try
        {
            if (reader.ReadByte() != FormatVersion)
            {
                throw new CorruptLogException($"The format of {what} is not known.");
            }

            long id = reader.Read7BitEncodedInt64();
            return AppliedChange.TryDecode(content.AsSpan((int)reader.BaseStream.Position), out AppliedChange? applied, out string? reason)
                ? (id, applied)
                : throw new CorruptLogException($"The change in {what} is damaged: {reason}");
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new CorruptLogException($"The bytes of {what} are damaged.", exception);
        }
    }
}
