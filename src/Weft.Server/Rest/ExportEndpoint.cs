using Microsoft.AspNetCore.Http;
using Weft.Kinds;
using Weft.Server.Files;
using Weft.Server.Hosting;
using Weft.Server.Rooms;
using Weft.Storage;

namespace Weft.Server.Rest;

/// <summary>Documents as files, outwards.</summary>
internal static class ExportEndpoint
{
    private static readonly IReadOnlySet<string> NoFiles = new HashSet<string>(StringComparer.Ordinal);

    public static async Task<IResult> GetAsync(string id, string? format, WeftService weft)
    {
        using var lease = await weft.Rooms.AcquireAsync(id).ConfigureAwait(false);
        return lease is null ? Problems.UnknownDocument(id) : await ExportAsync(id, lease.Host, format, weft).ConfigureAwait(false);
    }

    private static async Task<IResult> ExportAsync(string id, RoomHost host, string? format, WeftService weft)
    {
        if (DocumentKinds.Find(host.Kind) is not { } kind)
        {
            return DocumentEndpoints.UnknownKind(host.Kind);
        }

        var chosen = kind.ExportFormats.FirstOrDefault(e => string.Equals(e.Name, format ?? kind.ExportFormats[0].Name, StringComparison.Ordinal));
        if (chosen is null)
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "unknown_format",
                $"A {kind.Name} document cannot be exported as '{format}'; format is one of: {string.Join(", ", kind.ExportFormats.Select(e => e.Name))}.");
        }

        var (bytes, shown) = await host.ReadAsync(
            room => (kind.Export(room.Document, host.Title, chosen), kind is BoardKind ? BoardKind.FilesOf(room.Document) : NoFiles),
            needsHistory: chosen == ExportFormat.Weft).ConfigureAwait(false);
        var name = Titles.ToFileName(host.Title, chosen.Extension);
        var pictures = kind is BoardKind ? await weft.Files.ListAsync(id, CancellationToken.None).ConfigureAwait(false) : [];
        if (chosen == ExportFormat.Excalidraw)
        {
            var drawing = new DrawingWithPictures(weft.Files, bytes, [.. pictures.Where(picture => shown.Contains(picture.Hash))]);
            return TypedResults.Stream(drawing.WriteAsync, chosen.ContentType, name);
        }

        return chosen == ExportFormat.Weft && pictures.Count > 0
            ? await WithPicturesAsync(bytes, pictures, weft, name).ConfigureAwait(false)
            : TypedResults.File(bytes, chosen.ContentType, name);
    }

    // With all that the document has: what is deleted may be brought back.
    private static async Task<IResult> WithPicturesAsync(byte[] document, IReadOnlyList<FileRecord> pictures, WeftService weft, string name)
    {
        if (document.Length + pictures.Sum(picture => picture.Size) > KindLimits.WeftFileBytes)
        {
            return Problems.Of(
                StatusCodes.Status422UnprocessableEntity,
                "export_too_large",
                $"With its pictures the document has more than the {KindLimits.WeftFileBytes / 1024 / 1024} MiB that a .weft file may have: export it as a drawing, or back up the server.");
        }

        if (!WeftFile.TryRead(document, out var file, out var damage))
        {
            throw new InvalidOperationException(damage);
        }

        var contents = new List<ReadOnlyMemory<byte>>();
        foreach (var picture in pictures)
        {
            var stream = weft.Files.Open(picture);
            await using (stream.ConfigureAwait(false))
            {
                var bytes = new byte[picture.Size];
                await stream.ReadExactlyAsync(bytes).ConfigureAwait(false);
                contents.Add(bytes);
            }
        }

        return TypedResults.File((file with { Files = contents }).ToBytes(), ExportFormat.Weft.ContentType, name);
    }
}
