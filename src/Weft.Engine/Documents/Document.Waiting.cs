namespace Weft.Engine;

/// <content>Changes that came before their past.</content>
public sealed partial class Document
{
    /// <summary>
    /// Changes whose past is incomplete, by the agent for whose event they wait, the earliest event first.
    /// </summary>
    private readonly Dictionary<string, PriorityQueue<ChangeDraft, long>> _waitingFor = new(StringComparer.Ordinal);

    private readonly Dictionary<EventId, List<ChangeDraft>> _waiting = [];

    /// <summary>
    /// How many changes are kept until their past has arrived. They are not part of the document, and not saved.
    /// </summary>
    public int WaitingCount { get; private set; }

    private MergeStatus Wait(ChangeDraft draft, EventId missing)
    {
        var name = new EventId(draft.Agent, draft.Sequence);
        if (!_waiting.TryGetValue(name, out var alike))
        {
            _waiting.Add(name, alike = []);
        }

        if (alike.Exists(draft.IsSame))
        {
            return MergeStatus.AlreadyKnown;
        }

        var kept = draft.Clone();
        alike.Add(kept);
        WaitingCount++;
        Enqueue(kept, missing);
        return MergeStatus.Waiting;
    }

    private void Enqueue(ChangeDraft draft, EventId missing)
    {
        if (!_waitingFor.TryGetValue(missing.Agent, out var queue))
        {
            _waitingFor.Add(missing.Agent, queue = new PriorityQueue<ChangeDraft, long>());
        }

        queue.Enqueue(draft, missing.Sequence);
    }

    /// <summary>Merges what waits for nothing any more, and what waits for that.</summary>
    private void MergeWaiting(List<AppliedChange>? applied)
    {
        var arrived = new Queue<int>();
        arrived.Enqueue(_graph.AgentOf(_graph.EventCount - 1));
        while (arrived.TryDequeue(out var agent))
        {
            var name = _graph.AgentName(agent);
            if (!_waitingFor.TryGetValue(name, out var queue))
            {
                continue;
            }

            while (queue.TryPeek(out var draft, out var sequence) && sequence < _graph.NextSequence(agent))
            {
                queue.Dequeue();
                Forget(draft);
                if (MergeOne(draft, applied) == MergeStatus.Applied)
                {
                    arrived.Enqueue(_graph.AgentOf(_graph.EventCount - 1));
                }
            }

            if (queue.Count == 0)
            {
                _waitingFor.Remove(name);
            }
        }
    }

    private void Forget(ChangeDraft draft)
    {
        var name = new EventId(draft.Agent, draft.Sequence);
        _waiting[name].Remove(draft);
        if (_waiting[name].Count == 0)
        {
            _waiting.Remove(name);
        }

        WaitingCount--;
    }
}
