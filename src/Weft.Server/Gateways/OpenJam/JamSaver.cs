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
/// line was broken. Else a save that comes while others work brings only what is newer, and one that comes in quiet is the truth.
/// </summary>
internal sealed class JamSaver(WeftService weft, JamRooms rooms, JamFiles files, TimeProvider time)
{
    /// <summary>How long nothing must have happened for a save to be the truth.</summary>
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);

    /// <summary>Saves.</summary>
    /// <param name="document">The board.</param>
    /// <param name="user">Who saves, and may.</param>
    /// <param name="save">The save, an object.</param>
    /// <returns>Why it was refused; null when it was not.</returns>
    public async Task<IResult?> SaveAsync(string document, JamUser user, JsonElement save)
    {
        using var lease = await weft.Rooms.AcquireAsync(document).ConfigureAwait(false);
        if (lease is null)
        {
            return JamAnswers.UnknownRoom();
        }

        var pictures = JamFiles.Of(document);
        var (elements, tooBad) = save.TryGetProperty("elements", out var list) && list.ValueKind == JsonValueKind.Array
            ? await pictures.TakeInAsync(list, files.KeepIn(document)).ConfigureAwait(false)
            : (list, null);
        if (tooBad is not null)
        {
            return JamAnswers.Invalid(tooBad);
        }

        var (revision, board, extras) = await lease.Host.ReadAsync(room =>
        {
            var items = BoardItems.Of(room.Document, pictures);
            return (room.Revision, Judge(room, items, document, user, elements), JamExtras.Write(items, save));
        }).ConfigureAwait(false);
        if ((board.Refusal ?? extras.Refusal) is { } refusal)
        {
            return JamAnswers.Invalid(refusal);
        }

        var operations = board.Operations.AddRange(extras.Operations);
        return operations.IsEmpty ? null : await MakeAsync(lease.Host, user, revision, operations).ConfigureAwait(false);
    }

    private JamEdit Judge(Room room, BoardItems items, string document, JamUser user, JsonElement elements)
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
        var known = rooms.Find(document)?.Connections.Where(c => string.Equals(c.User.Id, user.Id, StringComparison.Ordinal)).Select(c => c.Known).ToList() ?? [];
        if (known.Count > 0)
        {
            // Of several tabs it is the one whose canvas it is most like.
            var draft = known.Select(k => new JamSaveDraft(k, elements, now)).OrderBy(d => d.Differences).First();
            if (draft.Differences == 0)
            {
                return JamEdit.Nothing;
            }

            using var told = JsonDocument.Parse(draft.Over(JamReader.Elements(items)));
            return JamWriter.TakeAsTruth(items, told.RootElement, now.ToUnixTimeMilliseconds());
        }

        return IsQuiet(room, document, now)
            ? JamWriter.TakeAsTruth(items, elements, now.ToUnixTimeMilliseconds())
            : JamWriter.Merge(items, elements, now.ToUnixTimeMilliseconds(), ChangedAt(room, items));
    }

    private bool IsQuiet(Room room, string document, DateTimeOffset now) =>
        (rooms.Find(document) is not { } open || open.Quiet > QuietTime)
        && room.RecentChanges(room.Revision - 1).All(change => now.ToUnixTimeMilliseconds() - change.At > QuietTime.TotalMilliseconds);

    private static Func<string, long?> ChangedAt(Room room, BoardItems items)
    {
        var times = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var change in room.RecentChanges(0))
        {
            foreach (var id in change.Ops.SelectMany(operation => JamReader.Touched(items, operation)))
            {
                times[id] = change.At;
            }
        }

        return id => times.TryGetValue(id, out var at) ? at : null;
    }

    private async Task<IResult?> MakeAsync(RoomHost host, JamUser user, long revision, IReadOnlyCollection<WireOperation> operations)
    {
        var errand = await RoomErrand.JoinAsync(host, weft.Connections.NextSession(), user.Caller, user.Name).ConfigureAwait(false);
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
        }
    }
}
