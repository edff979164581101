using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Weft.Engine;

/// <content>Looking things up in the columns. Each remembers its last answer and searches from there.</content>
internal sealed partial class EventGraph
{
    private readonly int[] _onlyParent = new int[1];

    /// <summary>Finds an event by the number of its agent and its sequence number, in O(log n).</summary>
    public EventLookup Find(int agent, long sequence, out int lv)
    {
        lv = -1;
        ref var entry = ref _agents.Items[agent];
        if (sequence < 0 || sequence >= entry.Next)
        {
            return EventLookup.Unknown;
        }

        if (sequence < entry.First)
        {
            return EventLookup.BelowHorizon;
        }

        var runs = entry.Runs;
        int low = 0, high = entry.RunCount - 1;
        if (sequence >= _agentRuns.Items[runs[high]].Sequence)
        {
            low = high;
        }

        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (_agentRuns.Items[runs[middle]].Sequence <= sequence)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        ref var run = ref _agentRuns.Items[runs[low]];
        lv = run.Start + (int)(sequence - run.Sequence);
        return EventLookup.Found;
    }

    /// <summary>Finds an event by name.</summary>
    public EventLookup Find(in EventId id, out int lv)
    {
        if (TryFindAgent(id.Agent, out var agent))
        {
            return Find(agent, id.Sequence, out lv);
        }

        lv = -1;
        return EventLookup.Unknown;
    }

    /// <summary>The agent and the sequence number of an event that is held.</summary>
    public (int Agent, long Sequence) IdOf(int lv)
    {
        ref var run = ref _agentRuns.Items[AgentRunIndexOf(lv)];
        return (run.Agent, run.Sequence + (lv - run.Start));
    }

    /// <summary>The agent of an event that is held.</summary>
    public int AgentOf(int lv) => _agentRuns.Items[AgentRunIndexOf(lv)].Agent;

    /// <summary>The name of an event that is held.</summary>
    public EventId NameOf(int lv)
    {
        var (agent, sequence) = IdOf(lv);
        return new EventId(AgentName(agent), sequence);
    }

    /// <summary>The change that an event belongs to; for the event that stands for the horizon the last one below.</summary>
    public int ChangeOf(int lv)
    {
        if (lv < BaseEvents)
        {
            return BaseChanges - 1;
        }

        ref var run = ref _changes.Items[Search(ref _changes, lv, ref _changeHint)];
        var distance = lv - run.Start;
        return run.First + (run.Length == 1 ? distance : distance / run.Length);
    }

    /// <summary>The first event of a change that is held.</summary>
    public int FirstEventOf(int change)
    {
        ref var run = ref ChangePieceOf(change);
        return run.Start + ((change - run.First) * run.Length);
    }

    /// <summary>The event after the last one of a change; for the last change below the horizon the first above.</summary>
    public int EndOf(int change)
    {
        if (change < BaseChanges)
        {
            return BaseEvents;
        }

        ref var run = ref ChangePieceOf(change);
        return run.Start + ((change - run.First + 1) * run.Length);
    }

    /// <summary>Whether an event is the last one of its change.</summary>
    public bool EndsChange(int lv)
    {
        if (lv < BaseEvents)
        {
            return true;
        }

        ref var run = ref _changes.Items[Search(ref _changes, lv, ref _changeHint)];
        return run.Length == 1 || (lv - run.Start + 1) % run.Length == 0;
    }

    /// <summary>The clock of a change; for the last one below the horizon the greatest below.</summary>
    public HybridTimestamp ClockOf(int change)
    {
        if (change == ChangeCount - 1)
        {
            return _lastClock;
        }

        if (change < BaseChanges)
        {
            return _baseClock;
        }

        ref var run = ref _clocks.Items[Search(ref _clocks, change, ref _clockHint)];
        return new HybridTimestamp(unchecked(run.Clock + (run.Step * (change - run.First))));
    }

    /// <summary>
    /// The greatest clock in a version, which is one of its heads': a change's clock is greater than all in its past.
    /// </summary>
    public HybridTimestamp GreatestClock(ReadOnlySpan<int> heads)
    {
        if (heads.Length == 1 && heads[0] == EventCount - 1)
        {
            return _lastClock;
        }

        var greatest = _baseClock;
        foreach (var head in heads)
        {
            var clock = ClockOf(ChangeOf(head));
            greatest = clock > greatest ? clock : greatest;
        }

        return greatest;
    }

    /// <summary>A graph run.</summary>
    public EventRun RunAt(int run)
    {
        Debug.Assert(run < _runs.Count, "The run is held.");
        ref var piece = ref _runs.Items[run];
        return new EventRun(piece.Start, piece.End, ParentsOfRun(run));
    }

    /// <summary>The index of the graph run of an event; -1 for the one that stands for the horizon.</summary>
    public int RunIndexOf(int lv) => lv < BaseEvents ? -1 : Search(ref _runs, lv, ref _runHint);

    /// <summary>The parents of an event that is held. Valid until the next call or change of the graph.</summary>
    public ReadOnlySpan<int> ParentsOf(int lv)
    {
        var run = RunIndexOf(lv);
        if (_runs.Items[run].Start == lv)
        {
            return ParentsOfRun(run);
        }

        _onlyParent[0] = lv - 1;
        return _onlyParent;
    }

    /// <summary>What settles a conflict that an event is part of.</summary>
    public Stamp StampOf(int lv) => new(ClockOf(ChangeOf(lv)), AgentName(AgentOf(lv)));

    /// <summary>An agent run.</summary>
    public AgentRun AgentRunAt(int run)
    {
        ref var piece = ref _agentRuns.Items[run];
        var end = run + 1 < _agentRuns.Count ? _agentRuns.Items[run + 1].Start : EventCount;
        return new AgentRun(piece.Start, end, piece.Agent, piece.Sequence);
    }

    /// <summary>The index of the agent run of an event that is held.</summary>
    public int AgentRunIndexOf(int lv)
    {
        Debug.Assert(lv >= BaseEvents && lv < EventCount, "The event is held.");
        return Search(ref _agentRuns, lv, ref _agentRunHint);
    }

    /// <summary>A run of changes of equal length.</summary>
    public ChangeRun ChangeRunAt(int run)
    {
        ref var piece = ref _changes.Items[run];
        var end = run + 1 < _changes.Count ? _changes.Items[run + 1].First : ChangeCount;
        return new ChangeRun(piece.First, end, piece.Start, piece.Length);
    }

    /// <summary>The index of the change run of a change that is held.</summary>
    public int ChangeRunIndexOf(int change) =>
        Search(ref _changes, change == BaseChanges ? BaseEvents : FirstEventOf(change), ref _changeHint);

    /// <summary>The clock of a change that is held, by how much each further one is ahead of the one before, and the first
    /// change for which that does not hold.</summary>
    public (HybridTimestamp Clock, long Step, int End) ClockRunOf(int change)
    {
        var index = Search(ref _clocks, change, ref _clockHint);
        var end = index + 1 < _clocks.Count ? _clocks.Items[index + 1].First : ChangeCount;
        return (ClockOf(change), _clocks.Items[index].Step, end);
    }

    private ReadOnlySpan<int> ParentsOfRun(int run)
    {
        ref var piece = ref _runs.Items[run];
        return _parents.Items.AsSpan(piece.Parents, piece.ParentCount);
    }

    /// <summary>The index of the last item whose place is not after another: mostly the last one there is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Search<T>(ref Column<T> column, int place, ref int hint)
        where T : struct, IPlaced
    {
        var last = column.Count - 1;
        return column.Items[last].Place <= place ? last : SearchSlow(column.Items, last, place, ref hint);
    }

    /// <summary>The same where the last item is after the one that is sought.</summary>
    private static int SearchSlow<T>(T[] items, int last, int place, ref int hint)
        where T : struct, IPlaced
    {
        // Gallop away from the last answer.
        int low = hint < last ? hint : last - 1, high = last;
        if (items[low].Place <= place)
        {
            for (var step = 1; low + step < high; step *= 2)
            {
                if (items[low + step].Place > place)
                {
                    high = low + step;
                    break;
                }

                low += step;
            }
        }
        else
        {
            high = low;
            low = 0;
            for (var step = 1; high - step > 0; step *= 2)
            {
                if (items[high - step].Place <= place)
                {
                    low = high - step;
                    break;
                }

                high -= step;
            }
        }

        while (low + 1 < high)
        {
            var middle = (low + high) >> 1;
            if (items[middle].Place <= place)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return hint = low;
    }

    private ref ChangePiece ChangePieceOf(int change)
    {
        Debug.Assert(change >= BaseChanges && change < ChangeCount, "The change is held.");
        var items = _changes.Items;
        var hint = _changeHint;
        if (hint < _changes.Count && items[hint].First <= change && (hint + 1 == _changes.Count || items[hint + 1].First > change))
        {
            return ref items[hint];
        }

        int low = 0, high = _changes.Count;
        while (low + 1 < high)
        {
            var middle = (low + high) >> 1;
            if (items[middle].First <= change)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        _changeHint = low;
        return ref items[low];
    }
}
