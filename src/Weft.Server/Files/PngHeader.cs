namespace Weft.Server.Files;

/// <summary>PNG (ISO/IEC 15948): the size stands in the first chunk, and the chunks must reach to the last one.</summary>
internal static class PngHeader
{
    /// <summary>Length, name and checksum of a chunk.</summary>
    private const int ChunkFrame = 12;

    /// <summary>Chunks that are looked at: an image of 16 MiB has 2,000 of the usual size.</summary>
    private const int MaxChunks = 100_000;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static PictureHeader? Read(PictureBytes file)
    {
        const int First = 8;
        if (file.BigEndian32At(First) != 13 || !file.HasAt(First + 4, "IHDR"u8)
            || file.BigEndian32At(First + 8) is not (> 0 and <= int.MaxValue and var width) || file.BigEndian32At(First + 12) is not (> 0 and <= int.MaxValue and var height))
        {
            return null;
        }

        return ReachesItsEnd(file, First) ? new PictureHeader("image/png", (int)width, (int)height) : null;
    }

    private static bool ReachesItsEnd(PictureBytes file, long offset)
    {
        for (var count = 0; count < MaxChunks && file.BigEndian32At(offset) is { } length && length <= int.MaxValue; count++)
        {
            if (file.HasAt(offset + 4, "IEND"u8))
            {
                return offset + ChunkFrame <= file.Length;
            }

            offset += ChunkFrame + length;
        }

        return false;
    }
}
