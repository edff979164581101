using System.Diagnostics.CodeAnalysis;

namespace Weft.Server.Files;

/// <summary>
/// Finds out which picture some bytes are, by what they say and not by what somebody says of them. Nothing is unpacked, so a picture that is
/// small on the line and huge in memory costs nothing here. Every number is the sender's: it is checked against the length before it is used.
/// </summary>
internal static class PictureReader
{
    /// <summary>Reads what is said of the picture in <paramref name="bytes"/>.</summary>
    /// <param name="bytes">All of its bytes, to be read and sought in.</param>
    /// <param name="header">What it says.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <returns>Whether it is a picture that browsers show.</returns>
    public static bool TryRead(Stream bytes, [NotNullWhen(true)] out PictureHeader? header, [NotNullWhen(false)] out PictureProblem? problem)
    {
        var file = new PictureBytes(bytes);
        Span<byte> start = stackalloc byte[12];
        var length = file.ReadUpTo(0, start);
        start = start[..length];
        header = null;
        problem = start.StartsWith(PngHeader.Signature) ? Take(PngHeader.Read(file), ref header)
            : JpegHeader.Begins(start) ? Take(JpegHeader.Read(file), ref header)
            : start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8) ? Take(GifHeader.Read(file), ref header)
            : start.StartsWith("RIFF"u8) && start.EndsWith("WEBP"u8) ? Take(WebpHeader.Read(file), ref header)
            : SvgHeader.Begins(bytes) ? SvgHeader.Read(bytes, out header)
            : PictureProblem.WrongType;
        return header is not null;
    }

    private static PictureProblem? Take(PictureHeader? found, ref PictureHeader? header)
    {
        header = found is { Width: > 0, Height: > 0 } ? found : null;
        return header is null ? PictureProblem.Damaged : null;
    }
}
