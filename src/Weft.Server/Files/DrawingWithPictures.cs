using System.Text;
using Weft.Kinds;
using Weft.Storage;

namespace Weft.Server.Files;

/// <summary>
/// An exported drawing with the pictures that it shows, each as a <c>data:</c> URL. They go from the disk to the line, a piece at a time:
/// together they may be many times what is in the drawing.
/// </summary>
/// <param name="files">The pictures' store.</param>
/// <param name="drawing">The drawing as <see cref="DocumentKind.Export"/> writes it, without pictures.</param>
/// <param name="pictures">The pictures.</param>
internal sealed class DrawingWithPictures(DocumentFiles files, ReadOnlyMemory<byte> drawing, IReadOnlyList<FileRecord> pictures)
{
    /// <summary>Bytes that are written in base64 at a time: a multiple of three, so that the pieces join.</summary>
    private const int PieceBytes = 48 * 1024;

    /// <summary>Writes the file.</summary>
    public async Task WriteAsync(Stream target)
    {
        // The drawing ends with an empty list of pictures, into which they go.
        var place = drawing.Length - BoardKind.ExportEnd.Length + 1;
        await target.WriteAsync(drawing[..place]).ConfigureAwait(false);
        foreach (var (index, picture) in pictures.Index())
        {
            await target.WriteAsync(Encoding.ASCII.GetBytes(
                $"{(index == 0 ? "" : ",")}\n    \"{picture.Hash}\": {{ \"mimeType\": \"{picture.Type}\", \"id\": \"{picture.Hash}\", \"dataURL\": \"data:{picture.Type};base64,")).ConfigureAwait(false);
            await WriteBase64Async(picture, target).ConfigureAwait(false);
            await target.WriteAsync("\", \"created\": 1 }"u8.ToArray()).ConfigureAwait(false);
        }

        await target.WriteAsync(drawing[place..]).ConfigureAwait(false);
    }

    private async Task WriteBase64Async(FileRecord picture, Stream target)
    {
        var bytes = files.Open(picture);
        await using (bytes.ConfigureAwait(false))
        {
            var piece = new byte[PieceBytes];
            while (await bytes.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false).ConfigureAwait(false) is var length and > 0)
            {
                await target.WriteAsync(Encoding.ASCII.GetBytes(Convert.ToBase64String(piece, 0, length))).ConfigureAwait(false);
            }
        }
    }
}
