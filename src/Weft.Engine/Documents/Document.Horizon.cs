using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Weft.Engine;

/// <content>How much of the history is held.</content>
public sealed partial class Document
{
    /// <summary>
    /// How many of the first changes are not held: 0 with the whole history, all of them after <see cref="ReleaseHistory()"/>
    /// or after a snapshot was opened. Versions from <see cref="VersionAt"/> this number on can be asked for.
    /// </summary>
    public int ReleasedCount => _graph.BaseChanges;

    /// <summary>
    /// Lets the older history go, up to a version that everything since descends from: the latest such that at least so many
    /// changes are still held. Without one nothing happens. Whoever calls it has the changes elsewhere. Costs as much as there is
    /// in what is kept.
    /// </summary>
    /// <param name="keptChanges">How many of the newest changes are to be held, if that many are.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    /// <exception cref="InvalidOperationException">Changes wait for their past.</exception>
    public void ReleaseHistory(int keptChanges)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keptChanges);
        if (WaitingCount > 0)
        {
            throw new InvalidOperationException("Changes wait for their past.");
        }

        var last = ChangeCount - keptChanges - 1;
        var horizon = last < _graph.BaseChanges ? -1 : _graph.LatestCritical(_graph.EndOf(last) - 1);
        if (horizon == _graph.EventCount - 1)
        {
            ReleaseHistory();
        }
        else if (horizon >= _graph.BaseEvents)
        {
            _opened = null;
            KeepFrom(horizon + 1);
        }
    }

    /// <summary>
    /// Takes the history from another replica that has it: of this document as it is, or as it was at any time since the part that
    /// is missing here. What was merged here since stays. Does nothing when the history is here.
    /// </summary>
    /// <param name="whole">A replica with its whole history, whose first changes arrived in the same order as here; not changed.</param>
    /// <param name="reason">How it does not belong to this document; nothing has changed then.</param>
    public bool LoadHistory(Document whole, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(whole);
        whole.RequireHistory();
        reason = HasHistory ? null : Prepend(whole.ToBatch(whole.Held()));
        return reason is null;
    }

    /// <summary>Holds only the events from one on, which all descend from the one before it.</summary>
    private void KeepFrom(int first)
    {
        Debug.Assert(_graph.IsCritical(first - 1) && _graph.EndsChange(first - 1), "A version lies there that all since descends from.");
        var kept = new RangeList();
        kept.AddBefore(first, _graph.EventCount);
        var since = new BatchExtractor(_graph, _owners, kept).Write([]);
        var graph = new EventGraph(
            first, _graph.ChangeOf(first), [_graph.NameOf(first - 1)], NextEventsBefore(since), _graph.GreatestClock([first - 1]));
        var reason = new BatchMerger(since, graph).Append(int.MaxValue);
        if (reason is not null || graph.EventCount != _graph.EventCount || graph.ChangeCount != _graph.ChangeCount)
        {
            throw new InvalidOperationException($"What was merged once cannot be merged again: {reason}");
        }

        Adopt(graph, _owners.From(first));
        foreach (var text in _texts.Values)
        {
            text.KeepFrom(first, graph);
        }
    }

    /// <summary>The event that each agent was to make next before what is in a batch, which has all since then.</summary>
    private EventId[] NextEventsBefore(HistoryBatch since)
    {
        var next = new EventId[_graph.AgentCount];
        for (var i = 0; i < next.Length; i++)
        {
            next[i] = new EventId(_graph.AgentName(i), _graph.NextSequence(i));
        }

        for (var i = since.AgentRuns.Length - 1; i >= 0; i--)
        {
            _graph.TryFindAgent(since.Agents[since.AgentRuns[i].Agent], out var agent);
            next[agent] = next[agent] with { Sequence = since.AgentRuns[i].Sequence };
        }

        return next;
    }
}
