using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <content>Taking back what was added.</content>
internal sealed partial class EventGraph
{
    private Mark _mark;
    private bool _isMarked;
    private Column<int> _markedHeads = new();

    /// <summary>The critical ranges that were changed since the mark, as they were at it, the last one first.</summary>
    private Column<EventRange> _savedCritical = new();

    /// <summary>How many critical ranges are as they were at the mark; 0 when there is none.</summary>
    private int _untouchedCritical;

    /// <summary>
    /// Remembers what is there, for <see cref="ReturnToMark"/>. There is one mark: it takes the place of that before.
    /// Costs as much as there are heads.
    /// </summary>
    public void SetMark()
    {
        _mark = new Mark
        {
            Events = EventCount,
            Changes = ChangeCount,
            Agents = _agents.Count,
            AgentRuns = _agentRuns.Count,
            Runs = _runs.Count,
            Parents = _parents.Count,
            ChangeRuns = _changes.Count,
            ClockRuns = _clocks.Count,
            Checkpoints = _checkpoints.Count,
            CheckpointHeads = _checkpointHeads.Count,
            NextCheckpoint = _nextCheckpoint,
            LastClock = _lastClock,
            HeadsVersion = _headsVersion,
        };
        _isMarked = true;
        _markedHeads.Truncate(0);
        _markedHeads.AddRange(_heads.Span);
        _savedCritical.Truncate(0);
        _untouchedCritical = _critical.Count;
    }

    /// <summary>Forgets the mark: what was added since stays.</summary>
    public void DropMark()
    {
        _isMarked = false;
        _mark = default;
        _savedCritical.Truncate(0);
        _untouchedCritical = 0;
    }

    /// <summary>
    /// Takes back all changes and agents added since <see cref="SetMark"/>, and drops the mark. Costs as much as there
    /// are runs to be taken back.
    /// </summary>
    /// <exception cref="InvalidOperationException">No mark is set.</exception>
    public void ReturnToMark()
    {
        if (!_isMarked)
        {
            throw new InvalidOperationException("No mark is set.");
        }

        TakeBackAgents();
        TakeBackCritical();
        TakeBackColumns();
        _heads.Truncate(0);
        _heads.AddRange(_markedHeads.Span);
        _headsVersion = _mark.HeadsVersion;
        EventCount = _mark.Events;
        ChangeCount = _mark.Changes;
        _lastClock = _mark.LastClock;
        _pastRun = -1;
        _lastHeads.Clear();
        _lastRuns.Clear();
        _lastPrefix = -1;
        _runHint = _agentRunHint = _changeHint = _clockHint = 0;
        DropMark();
        CheckLast();
    }

    private void TakeBackAgents()
    {
        for (var i = _agentRuns.Count - 1; i >= _mark.AgentRuns; i--)
        {
            ref var agent = ref _agents.Items[_agentRuns.Items[i].Agent];
            agent.RunCount--;
            agent.Next = _agentRuns.Items[i].Sequence;
        }

        if (_mark.AgentRuns > 0)
        {
            ref var last = ref _agentRuns.Items[_mark.AgentRuns - 1];
            _agents.Items[last.Agent].Next = last.Sequence + (_mark.Events - last.Start);
        }

        for (var i = _agents.Count - 1; i >= _mark.Agents; i--)
        {
            _agentNumbers.Remove(_agents.Items[i].Name);
            _agents.Items[i] = default;
        }
    }

    private void TakeBackCritical()
    {
        _critical.Truncate(_untouchedCritical);
        for (var i = _savedCritical.Count - 1; i >= 0; i--)
        {
            _critical.Add(_savedCritical.Items[i]);
        }
    }

    private void TakeBackColumns()
    {
        _agents.Truncate(_mark.Agents);
        _agentRuns.Truncate(_mark.AgentRuns);
        _runs.Truncate(_mark.Runs);
        if (_mark.Runs > 0)
        {
            _runs.Last.End = _mark.Events;
        }

        _parents.Truncate(_mark.Parents);
        _parentRuns.Truncate(_mark.Parents);
        _changes.Truncate(_mark.ChangeRuns);
        _clocks.Truncate(_mark.ClockRuns);
        _checkpoints.Truncate(_mark.Checkpoints);
        _checkpointHeads.Truncate(_mark.CheckpointHeads);
        _nextCheckpoint = _mark.NextCheckpoint;
    }

    /// <summary>To be called before the last critical range that is left is changed or taken away.</summary>
    private void SaveCritical(int top)
    {
        Debug.Assert(top == _critical.Count - 1, "Only the last one is ever changed.");
        if (top < _untouchedCritical)
        {
            _savedCritical.Add(_critical.Items[top]);
            _untouchedCritical = top;
        }
    }

    /// <summary>How much there was of everything.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Mark
    {
        public int Events;
        public int Changes;
        public int Agents;
        public int AgentRuns;
        public int Runs;
        public int Parents;
        public int ChangeRuns;
        public int ClockRuns;
        public int Checkpoints;
        public int CheckpointHeads;
        public int NextCheckpoint;
        public HybridTimestamp LastClock;
        public Version? HeadsVersion;
    }
}
