namespace Weft.Server.Files;

/// <summary>JPEG (ITU-T T.81): segments follow each other up to the frame header, which has the size.</summary>
internal static class JpegHeader
{
    /// <summary>Segments that are looked at: cameras write some dozens before the frame.</summary>
    private const int MaxSegments = 1_000;

    private const byte Marker = 0xFF;
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    public static bool Begins(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[Marker, 0xD8, Marker]);

    public static PictureHeader? Read(PictureBytes file)
    {
        long offset = 2;
        for (var count = 0; count < MaxSegments && file.ByteAt(offset) == Marker && file.ByteAt(offset + 1) is { } kind; count++)
        {
            if (kind == Marker)
            {
                // A marker may have any number of these before it.
                offset++;
                continue;
            }

            if (IsFrame(kind))
            {
                return file.BigEndian16At(offset + 5) is { } height && file.BigEndian16At(offset + 7) is { } width ? new PictureHeader("image/jpeg", width, height) : null;
            }

            if (kind is StartOfScan or EndOfImage || file.BigEndian16At(offset + 2) is not (>= 2 and var length))
            {
                return null;
            }

            offset += 2 + length;
        }

        return null;
    }

    // SOF0 to SOF15, among which three other markers stand.
    private static bool IsFrame(byte kind) => kind is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
