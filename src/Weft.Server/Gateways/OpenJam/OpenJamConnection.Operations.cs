using System.Collections.Immutable;
using System.Text.Json;
using Weft.Engine;
using Weft.Kinds;
using Weft.Protocol;
using Weft.Server.Gateways.OpenJam.Elements;

namespace Weft.Server.Gateways.OpenJam;

/// <content>From the front-end: what its user did.</content>
internal sealed partial class OpenJamConnection
{
    private const string MayNot = "You do not have permission to edit this board";

    private readonly Queue<ImmutableArray<WireOperation>> _parts = new();

    /// <summary>Items that went away while the front-end was here.</summary>
    private readonly HashSet<ItemPath> _gone = [];

    /// <summary>Elements that its user has deleted here: whoever adds one of them again means it.</summary>
    private readonly HashSet<string> _cut = new(StringComparer.Ordinal);

    private async ValueTask TakeAsync(JamMessage.Op op)
    {
        if (Session.Role < DocumentRole.Editor)
        {
            // It has done it on its own canvas already.
            Know(Canvas.After(op.Type, op.Data));
            await SendAsync(JamFrames.Error(MayNot)).ConfigureAwait(false);
            Correct(IdsOf(op, Canvas));
            return;
        }

        // A picture comes inside the element. It is kept beside the document, and everybody gets an address in its place, also who sent it.
        var before = Canvas;
        Know(before.After(op.Type, op.Data));
        var (data, problem) = await _pictures.TakeInAsync(op.Data, _files.KeepIn(Document), _files.FetchFor(_user)).ConfigureAwait(false);
        var now = Services.Time.GetUtcNow();
        var about = IdsOf(op, before).ToList();
        var bringsBack = about.TrueForAll(id => before.Deleted.Contains(id) && (_cut.Contains(id) || !IsUnsure(id)));
        var edit = problem is null ? JamWriter.Apply(Items, op.Type, data, now.ToUnixTimeMilliseconds(), bringsBack) : JamEdit.Refuse(problem);
        if (edit.Refusal is { } refusal)
        {
            await SendAsync(JamFrames.Error(refusal)).ConfigureAwait(false);
        }
        else if (!edit.Operations.IsEmpty)
        {
            await MakeAsync(op with { Data = data }, edit.Operations, now).ConfigureAwait(false);
        }

        if (op.Type is "delete")
        {
            _cut.UnionWith(about);
        }

        if (op.Type is "add" or "delete" or "clear")
        {
            Volatile.Write(ref _known, _known.AfterHearing(about, now, Lately));
        }

        // What its user sees is what became of it, or is told so once the hand rests.
        foreach (var id in about)
        {
            if (IsUnsure(id) || now < _clearedUntil || !Canvas.Shows(id, JamReader.Element(Items, id)))
            {
                Correct([id]);
            }
        }
    }

    private async ValueTask MakeAsync(JamMessage.Op op, ImmutableArray<WireOperation> operations, DateTimeOffset now)
    {
        NoteGone(operations);

        var seen = SeenAt(op, now);
        _clock = _clock.SetItem(_user.Id, _room.Count(_user.Id));
        var relay = new JamRelay(op.Id ?? "op_" + Services.Ids.NewId(), op.Type, op.Data, _clock);
        var parts = operations.Chunk(Limits.MaxOperations).Select(part => part.ToImmutableArray()).ToList();
        await EditAsync(parts[0], TimeOf(op.Data), seen, id => KeepIfWhole(id, relay, parts.Count)).ConfigureAwait(false);
        foreach (var part in parts.Skip(1))
        {
            _parts.Enqueue(part);
        }
    }

    private void KeepIfWhole(long change, JamRelay relay, int parts)
    {
        // It does nothing to the canvases of others, who are told in other words.
        var isUngrouping = relay.OpType is "update" && relay.Data.TryGetProperty("changes", out var changes) && changes.ValueKind == JsonValueKind.Object && !changes.EnumerateObject().Any();
        if (parts == 1 && !isUngrouping)
        {
            _room.Keep(Session.Client, change, relay);
        }
    }

    /// <summary>
    /// The revision that the operation was made to. The front-end does not say what it has heard of: what it was told of the element in the
    /// last seconds it may not have. Then the two are beside each other, and the later time settles it.
    /// </summary>
    private long? SeenAt(JamMessage.Op op, DateTimeOffset now)
    {
        long? seen = null;
        foreach (var id in IdsOf(op, Canvas))
        {
            if (_crossings.TryGetValue(id, out var crossing) && crossing.SeenAt(now, (user, count) => HasHeard(op.Clock, user, count)) is { } revision)
            {
                seen = Math.Min(seen ?? revision, revision);
            }
        }

        return seen;
    }

    private static bool HasHeard(JsonElement clock, string user, long count) =>
        clock.ValueKind == JsonValueKind.Object && clock.TryGetProperty(user, out var heard) && heard.ValueKind == JsonValueKind.Number
        && heard.TryGetInt64(out var number) && number >= count && count > 0;

    /// <summary>When the front-end says that it was done. A time to come counts as now, by the room.</summary>
    private static long? TimeOf(JsonElement data) =>
        data.TryGetProperty("timestamp", out var time) && time.ValueKind == JsonValueKind.Number && time.TryGetDouble(out var milliseconds) && milliseconds is >= 0 and <= Limits.MaxTime
            ? (long)milliseconds
            : null;

    /// <summary>The elements that an operation is about: all, for a clear.</summary>
    private static IEnumerable<string> IdsOf(JamMessage.Op op, JamCanvas canvas)
    {
        if (string.Equals(op.Type, "clear", StringComparison.Ordinal))
        {
            return canvas.Elements.Keys;
        }

        var element = op.Data.TryGetProperty("element", out var added) && added.ValueKind == JsonValueKind.Object ? Text(added, "id") : null;
        return new[] { Text(op.Data, "elementId"), element }.OfType<string>().Where(id => id.Length is > 0 and <= KindLimits.ItemIdLength).Distinct(StringComparer.Ordinal);
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ItemPath PathOf(string path) => path.Split('/') is [var collection, var id, ..] ? new ItemPath(collection, id) : new ItemPath(path, string.Empty);
}
