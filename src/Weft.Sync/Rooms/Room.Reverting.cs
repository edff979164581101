using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;
using Version = Weft.Engine.Version;

namespace Weft.Sync;

/// <content>Taking back what somebody did lately, and telling what that was (HIST-1 to HIST-5).</content>
public sealed partial class Room
{
    private (long Revision, ImmutableArray<Gesture> Gestures)? _gestures;

    /// <summary>What was changed lately. Those who ask one after the other, with no change between them, share it.</summary>
    private ImmutableArray<Gesture> RecentGestures()
    {
        if (_gestures is not { } known || known.Revision != Revision)
        {
            _gestures = known = (Revision, GestureList.Of(_tail, _state.Document, client => _names.GetValueOrDefault(client, Names.Guest)));
        }

        return known.Gestures;
    }

    private void Revert(RoomSession session, RevertMessage message, long now, ICollection<RoomOutput> outputs)
    {
        long id = message.Id ?? throw new ArgumentException("A revert has an id.", nameof(message));
        if (session.Client.Saved.TryFind(id, out long first))
        {
            Hold(new Send(session.Id, new ResponseMessage(ResponseStatus.Saved, id, first)), outputs);
            return;
        }

        AppliedChange? applied = null;
        Refusal? refusal = JudgeRevert(session, message, out ImmutableArray<long> changes) ?? TakeBack(session, changes, now, out applied);
        if (refusal is not null)
        {
            Hold(new Send(session.Id, new ResponseMessage(ResponseStatus.Rejected, id, Error: refusal.ToError())), outputs);
            return;
        }

        _lastChange = now;
        _whole = null;
        var purpose = new Purpose(false, new ChangeRange(message.Client, message.First, message.Last));
        Publish(session, id, Revision, applied!, purpose, now, outputs);
    }

    /// <summary>What can be said without the history; with the changes in question, by their revisions.</summary>
    private Refusal? JudgeRevert(RoomSession session, RevertMessage message, out ImmutableArray<long> changes)
    {
        changes = [];
        if (session.Grant.Role < DocumentRole.Editor)
        {
            return new Refusal(ErrorCodes.Forbidden, "Taking back what somebody did takes the role of an editor.");
        }

        if (JudgeRoom(session.Client) is { } full)
        {
            return full;
        }

        changes = [.. _tail.Since(_tail.Base).Select(change => change.Message).Where(change => IsOneOf(change, message)).Select(change => change.Revision)];
        return changes.IsEmpty ? new Refusal(ErrorCodes.UnknownChange, "That is not among the recent changes any more, so it cannot be taken back.") : null;
    }

    private static bool IsOneOf(RemoteChangeMessage change, RevertMessage wanted) =>
        change.Id >= wanted.First && change.Id <= wanted.Last && string.Equals(change.Client, wanted.Client, StringComparison.Ordinal);

    private Refusal? TakeBack(RoomSession session, ImmutableArray<long> changes, long now, out AppliedChange? applied)
    {
        applied = null;
        Document document = _state.Document;
        ImmutableArray<Operation> operations = document.InverseOf([.. changes.Select(revision => document.ChangeAt(checked((int)revision - 1)).LastEvent)]);
        if (operations.IsEmpty)
        {
            return new Refusal(ErrorCodes.NothingLeft, "Nothing is left of that to be taken back: it was changed since.");
        }

        Version parents = document.Version;
        if (_rights.Judge(session.Grant, operations, parents, out _) is { } forbidden)
        {
            return forbidden;
        }

        if (!_size.HasRoomFor(operations, _options))
        {
            return new Refusal(ErrorCodes.DocumentFull, "The document would become too large; delete something first.");
        }

        string client = session.Client.Name;
        var change = new Change(client, document.NextSequence(client), parents, HybridTimestamp.After(document.ClockAt(parents), now), operations);
        applied = document.Merge(change) is MergeResult.Applied { Changes: [var only] }
            ? only
            : throw new InvalidOperationException("The document refused to take a change back.");
        return null;
    }
}
