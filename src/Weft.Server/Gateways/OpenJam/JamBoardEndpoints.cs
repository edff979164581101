using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Weft.Engine;
using Weft.Protocol;
using Weft.Server.Gateways.OpenJam.Elements;
using Weft.Server.Hosting;
using Weft.Server.Rest;
using Weft.Sync;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>Boards as a whole: loading what they are now, and saving what a front-end has.</summary>
internal static class JamBoardEndpoints
{
    /// <summary>Bytes of a save.</summary>
    private const int MaxSave = 25 * 1024 * 1024;

    /// <summary>Characters of the id of a board that a save makes.</summary>
    private const int MaxRoomId = 64;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The live board. An unknown one is empty; nothing is made.</summary>
    public static async Task<IResult> LoadAsync(string id, HttpContext context, JamBoards boards, JamRooms rooms, WeftService weft)
    {
        var (board, role, user) = await boards.FindAsync(id, context.JamUser(), context.RequestAborted).ConfigureAwait(false);
        if (board is null)
        {
            return Board(JamRoomEndpoints.Untitled, [], Properties.Empty);
        }

        if (role == DocumentRole.None)
        {
            return JamAnswers.Error(StatusCodes.Status403Forbidden, "Room access denied");
        }

        using var room = await weft.Rooms.AcquireAsync(board.Id).ConfigureAwait(false);
        if (room is null)
        {
            return JamAnswers.UnknownRoom();
        }

        var title = room.Host.Title;
        var (revision, elements, extras) = await room.Host.ReadAsync(open => ReadAll(open, JamFiles.Of(board.Id))).ConfigureAwait(false);
        var jam = rooms.Of(board.Id);
        jam.Loaded(user.Id, new JamLoad(revision, title, JamExtras.Shown(extras)));
        context.Response.OnCompleted(() =>
        {
            jam.Sent(user.Id, revision);
            return Task.CompletedTask;
        });
        return Board(title, elements, extras);
    }

    public static async Task<IResult> SaveAsync(string id, HttpContext context, JamBoards boards, JamSaver saver, WeftService weft, WeftOptions options, TimeProvider time)
    {
        var begun = time.GetUtcNow();
        var (body, refusal) = await JamBody.ReadAsync(context.Request, MaxSave, "Board payload is too large").ConfigureAwait(false);
        if (body is null)
        {
            return refusal!;
        }

        using (body)
        {
            var name = body.Text("name")?.Trim() is { Length: > 0 } given ? given : JamRoomEndpoints.Untitled;
            if (Titles.Check(name, options.Limits) is { } wrong)
            {
                return JamAnswers.Invalid(wrong);
            }

            var (board, role, user) = await boards.FindAsync(id, context.JamUser(), context.RequestAborted).ConfigureAwait(false);
            if (board is null)
            {
                if (!user.Caller.CanCreate || id.Length > MaxRoomId || await boards.IsTakenAsync(id, context.RequestAborted).ConfigureAwait(false))
                {
                    return JamAnswers.Error(StatusCodes.Status403Forbidden, "Room edit access denied");
                }

                await boards.MakeAsync(id, name, user).ConfigureAwait(false);
                (board, role, user) = await boards.FindAsync(id, user, context.RequestAborted).ConfigureAwait(false);
            }

            if (board is null || role < DocumentRole.Editor)
            {
                return JamAnswers.Error(StatusCodes.Status403Forbidden, "Room edit access denied");
            }

            var (failure, isRenamed) = await saver.SaveAsync(board.Id, user, name, body.Root, begun).ConfigureAwait(false);
            if (failure is not null)
            {
                return failure;
            }

            // A name is the owner's to give; a front-end saves it with everything else.
            if (isRenamed && role == DocumentRole.Admin && !string.Equals(name, board.Title, StringComparison.Ordinal))
            {
                await JamRoomEndpoints.RetitleAsync(board.Id, name, weft).ConfigureAwait(false);
            }
        }

        return JamAnswers.Ok(new JamSavedDto(true, JamAnswers.Time(time.GetUtcNow())), JamJson.Default.JamSavedDto);
    }

    /// <summary>A board as a load answers it.</summary>
    public static byte[] Write(string name, IReadOnlyCollection<JamElement> elements, Properties extras)
    {
        var buffer = new ArrayBufferWriter<byte>(4 * 1024);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteStartArray("elements");
            foreach (var element in elements)
            {
                element.WriteTo(json);
            }

            json.WriteEndArray();
            foreach (var (extra, value) in extras)
            {
                json.WritePropertyName(extra);
                json.WriteRawValue(value.Text, skipInputValidation: true);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static (long Revision, IReadOnlyList<JamElement> Elements, Properties Extras) ReadAll(Room room, JamPictures pictures)
    {
        var items = BoardItems.Of(room.Document, pictures);
        return (room.Revision, JamReader.Elements(items), JamExtras.Read(items));
    }

    private static FileContentHttpResult Board(string name, IReadOnlyCollection<JamElement> elements, Properties extras) =>
        TypedResults.Bytes(Write(name, elements, extras), "application/json; charset=utf-8");
}
