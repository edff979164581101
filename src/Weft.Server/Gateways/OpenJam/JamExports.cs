using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Gateways.OpenJam.Elements;
using Weft.Server.Hosting;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>
/// Exports, which OpenJam's own pages make in the browser and never ask for. What somebody uploads or asks for is kept in memory for as long as
/// a link to it would hold, within a bound. Thread-safe.
/// </summary>
internal sealed class JamExports(TimeProvider time, IdSource ids)
{
    /// <summary>Bytes of a picture.</summary>
    private const int MaxPicture = 15 * 1024 * 1024;

    /// <summary>Bytes of a picture as base64, and the rest of the request.</summary>
    private const int MaxPictureBody = (MaxPicture / 3 * 4) + JamAnswers.SmallBody;

    /// <summary>Bytes of all exports that are kept; the oldest go first.</summary>
    private const long MaxKept = 128 * 1024 * 1024;

    private const string Prefix = "exports/";

    /// <summary>How long a link holds.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, Export> _exports = new(StringComparer.Ordinal);

    public static async Task<IResult> PutPictureAsync(string id, HttpContext context, JamBoards boards, JamExports exports)
    {
        var (body, refusal) = await JamBody.ReadAsync(context.Request, MaxPictureBody, "Image export is too large").ConfigureAwait(false);
        if (body is null)
        {
            return refusal!;
        }

        using (body)
        {
            var (board, role, _) = await boards.FindAsync(id, context.JamUser(), context.RequestAborted).ConfigureAwait(false);
            if (Refuse(board, role) is { } wrong)
            {
                return wrong;
            }

            var text = body.Text("imageData") ?? string.Empty;
            var bytes = new byte[text.Length];
            if (text.Length == 0 || !Convert.TryFromBase64String(text, bytes, out var length))
            {
                return JamAnswers.Error(StatusCodes.Status400BadRequest, "Invalid image data");
            }

            return length > MaxPicture
                ? JamAnswers.Error(StatusCodes.Status413PayloadTooLarge, "Image export is too large")
                : exports.Keep(board!.Id, bytes[..length], "png", "image/png");
        }
    }

    public static async Task<IResult> MakeJsonAsync(string id, HttpContext context, JamBoards boards, JamExports exports, WeftService weft)
    {
        var (board, role, user) = await boards.FindAsync(id, context.JamUser(), context.RequestAborted).ConfigureAwait(false);
        if (Refuse(board, role) is { } wrong)
        {
            return wrong;
        }

        using var room = await weft.Rooms.AcquireAsync(board!.Id).ConfigureAwait(false);
        if (room is null)
        {
            return JamAnswers.UnknownRoom();
        }

        var elements = await room.Host.ReadAsync(open => JamReader.Elements(BoardItems.Of(open.Document, JamFiles.Of(board.Id)))).ConfigureAwait(false);
        return exports.Keep(board.Id, exports.Write(board.Id, user, elements), "json", "application/json");
    }

    /// <summary>Where an export can be fetched: a link for whoever has it, for a while.</summary>
    public static async Task<IResult> FindAsync(string? key, HttpContext context, JamBoards boards, JamExports exports)
    {
        if (string.IsNullOrEmpty(key))
        {
            return JamAnswers.Error(StatusCodes.Status400BadRequest, "Export key required");
        }

        if (!key.StartsWith(Prefix, StringComparison.Ordinal) || key.Split('/') is not [_, var room, { Length: > 0 }])
        {
            return JamAnswers.Error(StatusCodes.Status400BadRequest, "Invalid export key");
        }

        var (_, role, _) = await boards.FindAsync(room, context.JamUser(), context.RequestAborted).ConfigureAwait(false);
        return role > DocumentRole.None && exports.Find(key) is { } export
            ? JamAnswers.Ok(new JamUrlDto($"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/openjam/exports/{export.Secret}"), JamJson.Default.JamUrlDto)
            : JamAnswers.Error(StatusCodes.Status404NotFound, "Export not found");
    }

    /// <summary>The file behind a link.</summary>
    public static IResult Fetch(string secret, JamExports exports) =>
        exports._exports.FirstOrDefault(kept => string.Equals(kept.Value.Secret, secret, StringComparison.Ordinal)) is { Key: { } key } && exports.Find(key) is { } export
            ? TypedResults.Bytes(export.Bytes, export.Type, key[(key.LastIndexOf('/') + 1)..])
            : JamAnswers.Error(StatusCodes.Status404NotFound, "Export not found");

    private static IResult? Refuse(Storage.DocumentRecord? board, DocumentRole role) => board is null ? JamAnswers.UnknownRoom()
        : role == DocumentRole.None ? JamAnswers.Error(StatusCodes.Status403Forbidden, "Room access denied")
        : null;

    private byte[] Write(string document, JamUser user, IEnumerable<JamElement> elements)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("roomId", document);
            json.WriteString("exportedAt", JamAnswers.Time(time.GetUtcNow()));
            json.WriteString("exportedBy", user.Id);
            json.WriteStartArray("operations");
            foreach (var element in elements)
            {
                JamFrames.WriteAddition(json, document, element, ids.NewId(), time.GetUtcNow());
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private Export? Find(string key) => _exports.TryGetValue(key, out var export) && time.GetElapsedTime(export.Made) < Kept ? export : null;

    private IResult Keep(string document, byte[] bytes, string extension, string type)
    {
        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var key = $"{Prefix}{document}/{day}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}.{extension}";
        lock (_lock)
        {
            _exports[key] = new Export(bytes, type, Secret.New(), time.GetTimestamp());
            var left = _exports.Values.Sum(export => (long)export.Bytes.Length);
            foreach (var (old, export) in _exports.OrderBy(export => export.Value.Made).ToList())
            {
                if (left <= MaxKept && time.GetElapsedTime(export.Made) < Kept)
                {
                    break;
                }

                _exports.TryRemove(old, out _);
                left -= export.Bytes.Length;
            }
        }

        return JamAnswers.Ok(new JamExportDto(key, key), JamJson.Default.JamExportDto);
    }

    private sealed record Export(byte[] Bytes, string Type, string Secret, long Made);
}
