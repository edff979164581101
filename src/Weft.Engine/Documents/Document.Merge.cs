using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <content>Merging of changes.</content>
public sealed partial class Document
{
    /// <summary>
    /// Changes whose past is incomplete, by the agent for whose event they wait, the earliest event first.
    /// </summary>
    private readonly Dictionary<string, PriorityQueue<Change, long>> _waitingFor = new(StringComparer.Ordinal);

    private readonly HashSet<Change> _waiting = [];

    /// <summary>
    /// How many changes are kept until their past has arrived. They are not part of the document, and not saved.
    /// </summary>
    public int WaitingCount => _waiting.Count;

    /// <summary>
    /// Merges a change of whatever origin. It is taken as a whole or not at all, and refused alike by every replica. A
    /// change that comes before its past is kept until then.
    /// </summary>
    public MergeResult Merge(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (ChangeRules.Check(change) is { } malformed)
        {
            return malformed;
        }

        var result = MergeOne(change);
        if (result is not MergeResult.Applied applied || WaitingCount == 0)
        {
            return result;
        }

        var all = applied.Changes.ToBuilder();
        for (var i = 0; i < all.Count; i++)
        {
            MergeWaitingFor(all[i].Change.LastEvent, all);
        }

        return new MergeResult.Applied(all.DrainToImmutable());
    }

    /// <summary>Merges what had waited for an event that has arrived now, or for one before it.</summary>
    private void MergeWaitingFor(EventId arrived, ImmutableArray<AppliedChange>.Builder applied)
    {
        if (!_waitingFor.TryGetValue(arrived.Agent, out var queue))
        {
            return;
        }

        while (queue.TryPeek(out var change, out var sequence) && sequence <= arrived.Sequence)
        {
            queue.Dequeue();
            _waiting.Remove(change);
            if (MergeOne(change) is MergeResult.Applied next)
            {
                applied.AddRange(next.Changes);
            }
        }

        if (queue.Count == 0)
        {
            _waitingFor.Remove(arrived.Agent);
        }
    }

    private MergeResult MergeOne(Change change)
    {
        if (change.Sequence < _graph.NextSequence(change.Agent))
        {
            return Known(change);
        }

        var parents = new List<int>(change.Parents.Heads.Length);
        foreach (var parent in change.Parents.Heads)
        {
            if (!_graph.TryFind(parent, out var index))
            {
                return Wait(change, parent);
            }

            if (_graph.LastEventOf(index) != parent)
            {
                return new MergeResult.Refused(RefusalReason.ParentInsideChange, 0, "A parent lies inside another change.");
            }

            parents.Add(index);
        }

        return MergeReady(change, _graph.Reduce(parents));
    }

    private MergeResult.Refused? CheckChain(Change change, int[] parents)
    {
        var hasPrevious = change.Sequence == 0
            || (_graph.TryFind(new EventId(change.Agent, change.Sequence - 1), out var previous)
                && _graph.Contains(parents, previous));
        if (!hasPrevious)
        {
            return new MergeResult.Refused(
                RefusalReason.BrokenChain, 0, "The change's past lacks what its agent did before.");
        }

        return change.Clock > GreatestClock(parents)
            ? null
            : new MergeResult.Refused(RefusalReason.ClockBehind, 0, "The clock is not greater than those of the change's past.");
    }

    private MergeResult MergeReady(Change change, int[] parents)
    {
        var isLinear = parents.AsSpan().SequenceEqual(_graph.Heads);
        var check = new ChangeCheck(_graph, _texts, _items, parents, isLinear);
        if ((CheckChain(change, parents) ?? check.Check(change)) is { } refused)
        {
            return refused;
        }

        var index = _graph.Add(change, parents);
        _changes.Add(change);
        _version = _graph.ToVersion(_graph.Heads);
        var effects = new List<Operation>(change.Operations.Length);
        for (var i = 0; i < change.Operations.Length; i++)
        {
            Apply(change.Operations[i], index, isLinear, check.LowSurrogates(i), effects);
        }

        var transformed = change.Operations.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(effects)) ? change.Operations : [.. effects];
        return new MergeResult.Applied([new AppliedChange(change, transformed)]);
    }

    private void Apply(Operation operation, int change, bool isLinear, int[]? lowSurrogates, List<Operation> effects)
    {
        if (ChangeCheck.TextPathOf(operation) is not { } path)
        {
            _items.Apply(operation, change, _graph, effects);
            return;
        }

        if (!_texts.TryGetValue(path, out var container))
        {
            _texts.Add(path, container = new TextContainer(_graph));
        }

        if (isLinear)
        {
            container.ApplyLinear(change, operation, lowSurrogates, effects);
        }
        else
        {
            container.ApplyConcurrent(change, operation, lowSurrogates, effects);
        }
    }

    private MergeResult Known(Change change)
    {
        _graph.TryFind(new EventId(change.Agent, change.Sequence), out var index);
        return _changes[index].Equals(change)
            ? new MergeResult.AlreadyKnown()
            : new MergeResult.Refused(
                RefusalReason.Conflicting, 0, "The agent has made another change under the same number.");
    }

    private MergeResult Wait(Change change, EventId missing)
    {
        if (!_waiting.Add(change))
        {
            return new MergeResult.AlreadyKnown();
        }

        if (!_waitingFor.TryGetValue(missing.Agent, out var queue))
        {
            _waitingFor.Add(missing.Agent, queue = new PriorityQueue<Change, long>());
        }

        queue.Enqueue(change, missing.Sequence);
        return new MergeResult.Waiting();
    }
}
