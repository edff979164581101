namespace Weft.Server.Files;

/// <summary>GIF (87a, 89a): the size of the logical screen stands behind the signature.</summary>
internal static class GifHeader
{
    /// <summary>Signature, logical screen, and one byte at least.</summary>
    private const int Least = 14;

    public static PictureHeader? Read(PictureBytes file) =>
        file.Length >= Least && file.LittleEndian16At(6) is { } width && file.LittleEndian16At(8) is { } height ? new PictureHeader("image/gif", width, height) : null;
}
