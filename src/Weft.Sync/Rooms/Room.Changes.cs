using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;
using Version = Weft.Engine.Version;

namespace Weft.Sync;

/// <content>Taking changes.</content>
public sealed partial class Room
{
    private void Take(RoomSession session, ChangeMessage message, long now, ICollection<RoomOutput> outputs)
    {
        long id = message.Id ?? throw new ArgumentException("A change has an id.", nameof(message));
        RoomClient client = session.Client;
        if (client.Saved.TryFind(id, out long first))
        {
            Hold(new Send(session.Id, new ResponseMessage(ResponseStatus.Saved, id, first)), outputs);
            return;
        }

        AppliedChange? applied = null;
        if ((Judge(session, message) ?? Merge(session, message, now, out applied)) is { } refusal)
        {
            Hold(new Send(session.Id, new ResponseMessage(ResponseStatus.Rejected, id, Error: refusal.ToError())), outputs);
            return;
        }

        _lastChange = now;
        _whole = null;
        Purpose purpose = new(message.Undo == true);
        Publish(session, id, message.Base, applied!, purpose, now, outputs);
    }

    /// <summary>What can be said without the document.</summary>
    private Refusal? Judge(RoomSession session, ChangeMessage message)
    {
        RoomClient client = session.Client;
        if (ChangeRights.Judge(session.Grant.Role, message.Ops) is { } forbidden)
        {
            return forbidden;
        }

        if (message.Base > Revision)
        {
            return new Refusal(ErrorCodes.FutureBase, $"The newest revision is {Revision}: a change names the revision that its author saw.", "base");
        }

        if (message.After is { } after && !client.Saved.Contains(after))
        {
            return new Refusal(ErrorCodes.AfterUnsaved, $"Change {after}, which this one follows, was not saved.", "after");
        }

        if (message.Ops.Length > _options.MaxOperations)
        {
            return new Refusal(ErrorCodes.BadField, $"A change holds at most {_options.MaxOperations} operations: send several.", "ops");
        }

        return JudgeRoom(client);
    }

    /// <summary>Whether there is room for one change more of a client.</summary>
    private Refusal? JudgeRoom(RoomClient client)
    {
        if (Revision >= _options.MaxChanges)
        {
            return new Refusal(ErrorCodes.DocumentFull, "The document has as many changes as it can: copy what it holds into a new one.");
        }

        return client.Uncommitted >= _options.MaxUnansweredChanges
            ? new Refusal(ErrorCodes.TooManyUnsaved, "Wait for the answers to former changes.")
            : null;
    }

    private Refusal? Merge(RoomSession session, ChangeMessage message, long now, out AppliedChange? applied)
    {
        applied = null;
        RoomClient client = session.Client;
        var reader = new OperationReader(message.Ops, _schema, _options.MaxPropertyLength);
        if (reader.Read() is { } unreadable)
        {
            return unreadable;
        }

        ImmutableArray<Operation> operations = reader.TakeOperations();
        Version parents = ParentsOf(client, message.Base);
        if (TextOfUnknownItem(operations, parents) is { } orphan)
        {
            return new Refusal(ErrorCodes.UnknownItem, "The text belongs to an item that was never there.", reader.FieldOf(orphan));
        }

        if (_rights.Judge(session.Grant, operations, parents, out int at) is { } forbidden)
        {
            return forbidden with { At = reader.FieldOf(at) };
        }

        if (!_size.HasRoomFor(operations, _options))
        {
            return new Refusal(ErrorCodes.DocumentFull, "The document would become too large; delete something first.");
        }

        HybridTimestamp clock = HybridTimestamp.After(_state.Document.ClockAt(parents), message.Undo == true ? 0 : Math.Min(message.At ?? now, now));
        var change = new Change(client.Name, _state.Document.NextSequence(client.Name), parents, clock, operations);
        switch (_state.Document.Merge(change))
        {
            case MergeResult.Applied { Changes: [var only] }:
                applied = only;
                return null;
            case MergeResult.Refused refused:
                return new Refusal(CodeOf(refused), refused.Message, reader.FieldOf(refused.Operation));
            case var impossible:
                throw new InvalidOperationException($"The document answered {impossible.GetType().Name} to a new change.");
        }
    }

    /// <summary>What the author saw: the base, and all that the same client did before (CHANGE-3).</summary>
    private Version ParentsOf(RoomClient client, long revision)
    {
        if (_lastAuthors.NewestNotBy(client.Name) <= revision)
        {
            // All that came since is its own: it has seen everything.
            return _state.Document.Version;
        }

        Version? own = OwnVersion(client);
        if (own is not null && revision < HistoryStart && !_state.Document.NeedsHistory(own))
        {
            return own;
        }

        Version seen = _state.Document.VersionAt(checked((int)revision));
        return own is null ? seen : _state.Document.Union(seen, own);
    }

    /// <summary>The index of the first operation on a text whose item its author cannot know; null when there is none.</summary>
    private int? TextOfUnknownItem(ImmutableArray<Operation> operations, Version parents)
    {
        HashSet<ItemPath>? added = null;
        for (int i = 0; i < operations.Length; i++)
        {
            if (operations[i] is AddItem add)
            {
                (added ??= []).Add(add.Path);
            }
            else if (operations[i] is InsertText or InsertEmbed or DeleteText or FormatText
                && OperationWriter.TextPath(operations[i]) is var path
                && path.Contains('/', StringComparison.Ordinal)
                && path.Split('/') is [var collection, var id, _]
                && new ItemPath(collection, id) is var owner
                && added?.Contains(owner) != true
                && !_state.Document.HasSeen(parents, owner))
            {
                return i;
            }
        }

        return null;
    }

    private void Publish(
        RoomSession session, long id, long seen, AppliedChange applied, Purpose purpose, long now, ICollection<RoomOutput> outputs)
    {
        RoomClient client = session.Client;
        long revision = Revision;
        byte[] bytes = LogCodec.Encode(id, applied);
        RecentChange recent = purpose.Mark(RecentChange.From(revision, id, applied, bytes.Length)) with { Taken = now };
        bool isAsPredicted = purpose.Reverts is null
            && _lastAuthors.NewestNotBy(client.Name) <= seen
            && applied.Transformed.SequenceEqual(applied.Change.Operations);
        _tail.Add(recent);
        _size.Count(applied);
        _lastAuthors = _lastAuthors.With(client.Name, revision);
        client.Saved.Add(id, revision);
        _state.Keep(client);
        client.Uncommitted++;
        Claim(session, outputs);
        _uncommitted.Enqueue(client);
        outputs.Add(new Append(revision, bytes));
        var answer = new ResponseMessage(
            ResponseStatus.Saved, id, revision, Applied: isAsPredicted ? null : recent.Message.Ops);
        Hold(new Send(session.Id, answer), outputs);
        Tell(recent.Message, session, outputs);
    }

    private static string CodeOf(MergeResult.Refused refused) => refused.Reason switch
    {
        RefusalReason.OutOfRange => ErrorCodes.OutOfRange,
        RefusalReason.SplitsSurrogate => ErrorCodes.SplitsSurrogate,
        RefusalReason.LoneSurrogate => ErrorCodes.BadText,
        RefusalReason.UnknownItem => ErrorCodes.UnknownItem,
        RefusalReason.ItemExists => ErrorCodes.ItemExists,
        RefusalReason.Empty or RefusalReason.Malformed => ErrorCodes.BadField,
        _ => throw new InvalidOperationException($"The document refused a change of the room's own making: {refused.Message}"),
    };
}
