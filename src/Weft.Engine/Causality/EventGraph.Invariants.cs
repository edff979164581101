using System.Diagnostics;

namespace Weft.Engine;

/// <content>What holds at all times.</content>
internal sealed partial class EventGraph
{
    /// <summary>Checks every column, in O(n).</summary>
    [Conditional("DEBUG")]
    public void CheckInvariants()
    {
        CheckLast();
        CheckRuns();
        CheckAgents();
        CheckChanges();
        CheckCritical();
        Debug.Assert(!_heap.HasAtLeast(0), "The heap is empty between walks.");
    }

    /// <summary>Checks where the columns end, in O(1).</summary>
    [Conditional("DEBUG")]
    private void CheckLast()
    {
        Debug.Assert(_parents.Count == _parentRuns.Count, "Every parent has its run.");
        Debug.Assert((_runs.Count == 0 ? BaseEvents : _runs.Last.End) == EventCount, "The graph runs have all events.");
        Debug.Assert((_heads.Count == 0 ? -1 : _heads.Last) == EventCount - 1, "The last event is a head.");
        Debug.Assert(_critical.Count == 0 || _critical.Last.End <= EventCount, "What is critical is there.");
        Debug.Assert(_critical.Count >= _untouchedCritical, "A critical range is saved before it is changed.");
        Debug.Assert(_clocks.Count == 0 || _clocks.Last.First < ChangeCount, "No clock run is empty.");
    }

    private void CheckRuns()
    {
        var heads = new Column<int>();
        if (BaseEvents > 0)
        {
            heads.Add(BaseEvents - 1);
        }

        int end = BaseEvents, parents = 0;
        for (var i = 0; i < _runs.Count; i++)
        {
            ref var run = ref _runs.Items[i];
            Debug.Assert(run.Start == end && run.Start < run.End && run.Parents == parents, "Runs follow each other.");
            var span = ParentsOfRun(i);
            for (var j = 0; j < span.Length; j++)
            {
                Debug.Assert(span[j] < run.Start && (j == 0 || span[j - 1] < span[j]), "Parents are before, and sorted.");
                Debug.Assert(_parentRuns.Items[parents + j] == RunIndexOf(span[j]), "A parent's run is right.");
            }

            Debug.Assert(i == 0 || span.Length != 1 || span[0] != end - 1, "A run does not follow another as its only child.");
            Advance(ref heads, span, run.End - 1);
            end = run.End;
            parents += run.ParentCount;
        }

        Debug.Assert(parents == _parents.Count, "No parents are left over.");
        Debug.Assert(heads.Span.SequenceEqual(_heads.Span), "The heads are those of all runs.");
    }

    private void CheckAgents()
    {
        var runs = 0;
        for (var i = 0; i < _agents.Count; i++)
        {
            ref var agent = ref _agents.Items[i];
            var next = agent.First;
            for (var j = 0; j < agent.RunCount; j++)
            {
                var run = AgentRunAt(agent.Runs[j]);
                Debug.Assert(run.Agent == i && run.Sequence == next, "An agent's runs follow each other.");
                Debug.Assert(j == 0 || agent.Runs[j - 1] + 1 < agent.Runs[j], "What follows at once is one run.");
                next += run.End - run.Start;
            }

            Debug.Assert(next == agent.Next, "An agent's next event follows its runs.");
            runs += agent.RunCount;
        }

        Debug.Assert(runs == _agentRuns.Count && _agents.Count == _agentNumbers.Count, "Every run has its agent.");
    }

    private void CheckChanges()
    {
        int first = BaseChanges, start = BaseEvents;
        for (var i = 0; i < _changes.Count; i++)
        {
            var run = ChangeRunAt(i);
            Debug.Assert(run.First == first && run.Start == start && run.First < run.End, "Runs of changes follow each other.");
            start += (run.End - run.First) * run.Length;
            first = run.End;
        }

        Debug.Assert(first == ChangeCount && start == EventCount, "The changes have all events.");
    }

    private void CheckCritical()
    {
        for (var i = 0; i < _critical.Count; i++)
        {
            var range = _critical.Items[i];
            Debug.Assert(range.Start < range.End, "No critical range is empty.");
            Debug.Assert(i == 0 || _critical.Items[i - 1].End < range.Start, "Critical ranges are apart and ascending.");
        }

        Debug.Assert(BaseEvents == 0 || _critical.Items[0].Start == BaseEvents - 1, "The horizon is critical.");
    }
}
