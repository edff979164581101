using System.Collections.Immutable;

namespace Weft.Engine;

/// <content>Taking back of changes.</content>
public sealed partial class Document
{
    /// <summary>
    /// Operations on the document as it is now that take back what a change did, over everything since, and touch nothing
    /// of anybody else's: units that it inserted go, units that it deleted come back where they were unless somebody else
    /// has deleted them too, and where its writes still decide an attribute, a property or whether an item is there, what
    /// would decide without them does. To be committed as one change of the same author; empty when nothing is left of
    /// the change. It knows nothing of earlier inverses: <see cref="UndoHistory"/> does.
    /// </summary>
    /// <remarks>
    /// Costs, for each text that the change touched, a walk over what there is since the latest critical version before
    /// the change, or before the units were inserted that it deleted or formatted; for items a pass over all operations on
    /// items.
    /// </remarks>
    /// <param name="lastEventOfChange">The last event of the change (<see cref="Change.LastEvent"/>).</param>
    /// <exception cref="ArgumentException">The document has no change that ends with this event.</exception>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public ImmutableArray<Operation> InverseOf(EventId lastEventOfChange)
    {
        return InverseOf([lastEventOfChange]);
    }

    /// <summary>
    /// Operations that take several changes back at once, as <see cref="InverseOf(EventId)"/> does one: what would be there without any of
    /// them. To be committed as one change.
    /// </summary>
    /// <param name="lastEventsOfChanges">The last events of different changes.</param>
    /// <exception cref="ArgumentException">The document has no change that ends with one of these events.</exception>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public ImmutableArray<Operation> InverseOf(IReadOnlyCollection<EventId> lastEventsOfChanges)
    {
        ArgumentNullException.ThrowIfNull(lastEventsOfChanges);
        var target = new EventSet(lastEventsOfChanges.Select(RangeOfChange));
        return [.. Reverse(new Reversal(target, false, EventSet.Empty, []), [])];
    }

    /// <summary>The events of a change that ends with an event.</summary>
    internal EventRange RangeOfChange(EventId last)
    {
        RequireHistory();
        if (last.Agent is null || _graph.Find(last, out var lv) != EventLookup.Found || !_graph.EndsChange(lv))
        {
            throw new ArgumentException("The document has no change that ends with this event.", nameof(last));
        }

        return new EventRange(_graph.FirstEventOf(_graph.ChangeOf(lv)), lv + 1);
    }

    /// <summary>The events of the change that an event, which is held, belongs to.</summary>
    internal EventRange RangeOfChangeWith(EventId id)
    {
        RequireHistory();
        _graph.Find(id, out var lv);
        var change = _graph.ChangeOf(lv);
        return new EventRange(_graph.FirstEventOf(change), _graph.EndOf(change));
    }

    /// <summary>The clock of a change that begins with an event.</summary>
    internal HybridTimestamp ClockOf(EventRange change) => _graph.ClockOf(_graph.ChangeOf(change.Start));

    /// <summary>The local version of an event that is held.</summary>
    internal int Find(EventId id)
    {
        _graph.Find(id, out var lv);
        return lv;
    }

    /// <summary>The name of an event that is held.</summary>
    internal EventId NameOf(int lv) => _graph.NameOf(lv);

    /// <summary>The operations that take changes back or do them again, and the units that come back by them, counted
    /// from the first event of the change that they will be.</summary>
    internal List<Operation> Reverse(Reversal reversal, List<Reinsertion> reinsertions)
    {
        RequireHistory();
        var operations = new List<Operation>();
        var events = 0;
        foreach (var text in _texts.Values)
        {
            if (IsIn(text, reversal.Target))
            {
                var first = operations.Count;
                new TextReversal(_graph, text, reversal).AddTo(operations, reinsertions, events);
                for (var i = first; i < operations.Count; i++)
                {
                    events += operations[i].EventCount;
                }
            }
        }

        new ItemReversal(_graph, _owners, _items, reversal).AddTo(operations);
        return operations;
    }

    private static bool IsIn(TextContainer text, EventSet events)
    {
        foreach (var range in events.Ranges)
        {
            var row = text.Log.RowAfter(range.Start);
            if (row < text.Log.RowCount && text.Log.Rows[row].Event < range.End)
            {
                return true;
            }
        }

        return false;
    }
}
