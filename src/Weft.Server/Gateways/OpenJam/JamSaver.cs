using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weft.Protocol;
using Weft.Server.Gateways.OpenJam.Elements;
using Weft.Server.Hosting;
using Weft.Server.Rooms;
using Weft.Sync;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>
/// Takes what a front-end saves: its whole board, also the parts that others have changed since it saw them. Where the front-end is connected
/// the server knows what it shows, so what differs from that is what its user did and did not tell: undone, redone, or done while the
/// line was broken. Where it is not, the server knows what it loaded: what others have changed since, the save does not take away.
/// </summary>
internal sealed class JamSaver(WeftService weft, JamRooms rooms, JamFiles files, TimeProvider time, IdSource ids)
{
    /// <summary>Saves.</summary>
    /// <param name="document">The board.</param>
    /// <param name="user">Who saves, and may.</param>
    /// <param name="name">The board's name, as it is saved.</param>
    /// <param name="save">The save, an object.</param>
    /// <param name="begun">When it began to come in.</param>
    /// <returns>Why it was refused, null when it was not; and whether its user has given the board another name.</returns>
    public async Task<(IResult? Refusal, bool IsRenamed)> SaveAsync(string document, JamUser user, string name, JsonElement save, DateTimeOffset begun)
    {
        using var lease = await weft.Rooms.AcquireAsync(document).ConfigureAwait(false);
        if (lease is null)
        {
            return (JamAnswers.UnknownRoom(), false);
        }

        var pictures = JamFiles.Of(document);
        var (elements, tooBad) = save.TryGetProperty("elements", out var list) && list.ValueKind == JsonValueKind.Array
            ? await pictures.TakeInAsync(list, files.KeepIn(document), files.FetchFor(user)).ConfigureAwait(false)
            : (list, null);
        if (tooBad is not null)
        {
            return (JamAnswers.Invalid(tooBad), false);
        }

        var (jam, said) = (rooms.Of(document), JamLoad.Of(name, save));
        var load = jam.LoadLike(user.Id, said);
        var (revision, board, extras) = await lease.Host.ReadAsync(room =>
        {
            var items = BoardItems.Of(room.Document, pictures);
            return (room.Revision, Judge(room, items, jam, user, elements, load, begun), JamExtras.Write(items, save, load?.Extras));
        }).ConfigureAwait(false);
        if ((board.Refusal ?? extras.Refusal) is { } refusal)
        {
            return (JamAnswers.Invalid(refusal), false);
        }

        var operations = board.Operations.AddRange(extras.Operations);
        if (!operations.IsEmpty && await MakeAsync(lease.Host, jam, user, revision, operations).ConfigureAwait(false) is { } failure)
        {
            return (failure, false);
        }

        jam.Saved(user.Id, load, said);
        return (null, !string.Equals(name, load?.Title, StringComparison.Ordinal));
    }

    private JamEdit Judge(Room room, BoardItems items, JamRoom jam, JamUser user, JsonElement elements, JamLoad? load, DateTimeOffset begun)
    {
        if (elements.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return JamEdit.Nothing;
        }

        if (elements.ValueKind != JsonValueKind.Array)
        {
            return JamEdit.Refuse("'elements' must be a list");
        }

        var now = time.GetUtcNow();

        // Of several tabs it is the one whose canvas it is most like.
        var (page, draft) = jam.Connections.Where(page => string.Equals(page.User.Id, user.Id, StringComparison.Ordinal))
            .Select(page => (page, new JamSaveDraft(page.Known, elements, now, begun))).OrderBy(pair => pair.Item2.Differences).FirstOrDefault();
        if (page is null)
        {
            return JamWriter.Merge(items, elements, now.ToUnixTimeMilliseconds(), ChangedByOthers(room, items, id => jam.IsBy(id, user.Id), load?.Revision ?? 0));
        }

        page.Saved(draft);
        if (draft.Differences == 0)
        {
            return JamEdit.Nothing;
        }

        using var told = JsonDocument.Parse(draft.Over(JamReader.Elements(items)));
        return JamWriter.TakeAsTruth(items, told.RootElement, now.ToUnixTimeMilliseconds());
    }

    private static Func<string, long?> ChangedByOthers(Room room, BoardItems items, Func<string, bool> isOwn, long since)
    {
        var times = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var change in room.RecentChanges(since).Where(change => !isOwn(change.Client)))
        {
            foreach (var id in change.Ops.SelectMany(operation => JamReader.Touched(items, operation)))
            {
                times[id] = change.At;
            }
        }

        return id => times.TryGetValue(id, out var at) ? at : null;
    }

    private async Task<IResult?> MakeAsync(RoomHost host, JamRoom jam, JamUser user, long revision, IReadOnlyCollection<WireOperation> operations)
    {
        var client = ids.NewId();
        jam.Come(client, user);
        var errand = await RoomErrand.JoinAsync(host, weft.Connections.NextSession(), user.Caller, user.Name, client).ConfigureAwait(false);
        try
        {
            foreach (var part in operations.Chunk(Limits.MaxOperations))
            {
                var answer = await errand.ChangeAsync(revision, part).ConfigureAwait(false);
                if (answer.Status != ResponseStatus.Saved)
                {
                    return JamAnswers.Error(StatusCodes.Status400BadRequest, answer.Error?.Message ?? "The board could not be saved.");
                }
            }

            return null;
        }
        finally
        {
            await errand.LeaveAsync().ConfigureAwait(false);
            jam.Go(client);
        }
    }
}
