using Microsoft.AspNetCore.Http;
using Weft.Kinds;
using Weft.Server.Hosting;
using Weft.Server.Rooms;

namespace Weft.Server.Rest;

/// <summary>Documents as files, outwards.</summary>
internal static class ExportEndpoint
{
    public static async Task<IResult> GetAsync(string id, string? format, WeftService weft)
    {
        using var lease = await weft.Rooms.AcquireAsync(id).ConfigureAwait(false);
        return lease is null ? Problems.UnknownDocument(id) : await ExportAsync(lease.Host, format).ConfigureAwait(false);
    }

    private static async Task<IResult> ExportAsync(RoomHost host, string? format)
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

        var bytes = await host.ReadAsync(
            room => kind.Export(room.Document, host.Title, chosen), needsHistory: chosen == ExportFormat.Weft).ConfigureAwait(false);
        return TypedResults.File(bytes, chosen.ContentType, Titles.ToFileName(host.Title, chosen.Extension));
    }
}
