namespace Weft.Server.Files;

/// <summary>WebP (RFC 9649): the first chunk is a lossy frame, a lossless one, or the header of an extended file; each says the size its own way.</summary>
internal static class WebpHeader
{
    private const int Payload = 20;
    private const int Bits14 = 0x3FFF;

    public static PictureHeader? Read(PictureBytes file)
    {
        // The container says how long it is; a file that is shorter was cut off.
        if (file.LittleEndian32At(4) is not { } rest || rest + 8L > file.Length)
        {
            return null;
        }

        return file.HasAt(12, "VP8 "u8) ? ReadLossy(file)
            : file.HasAt(12, "VP8L"u8) ? ReadLossless(file)
            : file.HasAt(12, "VP8X"u8) ? ReadExtended(file)
            : null;
    }

    private static PictureHeader? ReadLossy(PictureBytes file) =>
        file.HasAt(Payload + 3, [0x9D, 0x01, 0x2A]) && file.LittleEndian16At(Payload + 6) is { } width && file.LittleEndian16At(Payload + 8) is { } height
            ? Header(width & Bits14, height & Bits14)
            : null;

    private static PictureHeader? ReadLossless(PictureBytes file) =>
        file.ByteAt(Payload) == 0x2F && file.LittleEndian32At(Payload + 1) is { } bits
            ? Header((int)(bits & Bits14) + 1, (int)((bits >> 14) & Bits14) + 1)
            : null;

    private static PictureHeader? ReadExtended(PictureBytes file) =>
        file.LittleEndian24At(Payload + 4) is { } width && file.LittleEndian24At(Payload + 7) is { } height ? Header(width + 1, height + 1) : null;

    private static PictureHeader Header(int width, int height) => new("image/webp", width, height);
}
