using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>
/// Many changes as columns, as they are written and read: events are numbered from 0 in an order in which parents come
/// first.
/// </summary>
internal sealed class HistoryBatch
{
    private int[]? _agentStarts;

    /// <summary>The agents' names.</summary>
    public string[] Agents { get; set; } = [];

    /// <summary>Who made the events, in their order.</summary>
    public AgentRun[] AgentRuns { get; set; } = [];

    /// <summary>The parents that lie outside of the batch.</summary>
    public EventId[] External { get; set; } = [];

    /// <summary>Chains of events, each event but the first the only child of the one before.</summary>
    public GraphRun[] Runs { get; set; } = [];

    /// <summary>The parents of all runs: an event of the batch, or the complement (~) of an index in the external ones.</summary>
    public int[] Parents { get; set; } = [];

    /// <summary>How the events are divided into changes.</summary>
    public ChangeRun[] Changes { get; set; } = [];

    /// <summary>The changes' clocks.</summary>
    public ClockRun[] Clocks { get; set; } = [];

    /// <summary>The texts, their logs with events as numbered here.</summary>
    public (string Path, TextLog Log)[] Texts { get; set; } = [];

    /// <summary>The operations on items, by event.</summary>
    public (int Event, Operation Operation)[] Items { get; set; } = [];

    /// <summary>How many events there are. Counted anew at each call.</summary>
    public int EventCount
    {
        get
        {
            var count = 0;
            foreach (var run in Runs)
            {
                count += run.Length;
            }

            return count;
        }
    }

    /// <summary>The name of an event. Costs O(log n), and once O(n) in the runs.</summary>
    public EventId NameOf(int at)
    {
        if (_agentStarts is null)
        {
            _agentStarts = new int[AgentRuns.Length];
            for (var i = 1; i < _agentStarts.Length; i++)
            {
                _agentStarts[i] = _agentStarts[i - 1] + AgentRuns[i - 1].Length;
            }
        }

        var run = Array.BinarySearch(_agentStarts, at);
        run = run < 0 ? ~run - 1 : run;
        return new EventId(Agents[AgentRuns[run].Agent], AgentRuns[run].Sequence + at - _agentStarts[run]);
    }

    /// <summary>So many events of an agent, numbered from a sequence on.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct AgentRun(int Agent, long Sequence, int Length);

    /// <summary>A chain of so many events, and where the parents of its first one stand.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct GraphRun(int Length, int FirstParent, int ParentCount);

    /// <summary>So many changes of so many events each.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct ChangeRun(int Length, int Count);

    /// <summary>So many changes whose clocks grow by a step.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct ClockRun(int Count, long First, long Step);
}
