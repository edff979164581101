using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>
/// The causal graph: who made which event, and what each had in its past. An event is named here by its local version
/// (<c>lv</c>), its number in the order of arrival, which is a topological order: parents have smaller numbers. A
/// version is a sorted span of local versions of which none is in the past of another.
/// </summary>
/// <remarks>
/// <para>
/// All is run-length encoded, each kind of run on its own, in arrays of structs: graph runs (each event the only child
/// of the one before), agent runs, runs of changes of equal length, runs of clocks of equal steps. Nothing is allocated
/// but to grow those arrays. Not safe for several threads, not even for reading: answers are remembered.
/// </para>
/// <para>
/// Events below the horizon (<see cref="BaseEvents"/>) are not held; all of them are in the past of every event that
/// is. The event <c>BaseEvents - 1</c> stands for the whole version below, so it is the only one below that can be a
/// parent. In a full graph that is -1, the root, which no list of parents or heads names.
/// </para>
/// <para>
/// An event is <em>critical</em> when all before it in arrival order is in its past, and all after it descends from it.
/// Nothing before a critical event has to be looked at to merge what comes after. They are kept as a stack of ranges: an
/// event whose parents are the heads is critical, and stays so until one comes that does not descend from it.
/// </para>
/// </remarks>
internal sealed partial class EventGraph
{
#if DEBUG
    private const int CheckpointRuns = 4;
#else
    private const int CheckpointRuns = 48;
#endif

    private readonly AgentNumbers _agentNumbers = new();
    private readonly HybridTimestamp _baseClock;
    private readonly Version _baseVersion;

    private Column<Agent> _agents = new();
    private Column<AgentPiece> _agentRuns = new();
    private Column<GraphPiece> _runs = new();
    private Column<int> _parents = new();

    /// <summary>Beside each parent the index of its run, so that a walk never searches; -1 below the horizon.</summary>
    private Column<int> _parentRuns = new();

    private Column<ChangePiece> _changes = new();
    private Column<ClockPiece> _clocks = new();
    private Column<EventRange> _critical = new();
    private Column<int> _heads = new();
    private HybridTimestamp _lastClock;

    // What the last caller asked for: places are mostly asked for again, or for their neighbours.
    private int _runHint;
    private int _agentRunHint;
    private int _changeHint;
    private int _clockHint;

    /// <summary>An empty graph.</summary>
    public EventGraph()
        : this(0, 0, [], [], HybridTimestamp.Zero)
    {
    }

    /// <summary>A graph that begins at a horizon.</summary>
    /// <param name="baseEvents">How many events lie below it.</param>
    /// <param name="baseChanges">How many changes lie below it.</param>
    /// <param name="baseHeads">The version of all of them.</param>
    /// <param name="nextEvents">For every agent that has made any of them, the event it makes next.</param>
    /// <param name="baseClock">The greatest clock of them.</param>
    public EventGraph(
        int baseEvents, int baseChanges, ReadOnlySpan<EventId> baseHeads, ReadOnlySpan<EventId> nextEvents, HybridTimestamp baseClock)
    {
        Debug.Assert((baseEvents == 0) == (baseChanges == 0) && (baseEvents == 0) == baseHeads.IsEmpty, "None has a part only.");
        BaseEvents = EventCount = baseEvents;
        BaseChanges = ChangeCount = baseChanges;
        _baseClock = _lastClock = baseClock;
        _baseVersion = Version.Of(baseHeads.ToArray());
        _headsVersion = _baseVersion;
        foreach (var next in nextEvents)
        {
            var number = InternAgent(next.Agent);
            ref var agent = ref _agents.Items[number];
            agent.First = agent.Next = next.Sequence;
        }

        if (baseEvents > 0)
        {
            _heads.Add(baseEvents - 1);
            _critical.Add(new EventRange(baseEvents - 1, baseEvents));
        }
    }

    /// <summary>How many events lie below the horizon; 0 when the graph is full.</summary>
    public int BaseEvents { get; }

    /// <summary>How many changes lie below the horizon.</summary>
    public int BaseChanges { get; }

    /// <summary>The number of events, those below the horizon counted.</summary>
    public int EventCount { get; private set; }

    /// <summary>The number of changes, those below the horizon counted.</summary>
    public int ChangeCount { get; private set; }

    /// <summary>The version of all events. Valid until the next change of the graph.</summary>
    public ReadOnlySpan<int> Heads => _heads.Span;

    /// <summary>The number of agents. They are numbered as they were first named.</summary>
    public int AgentCount => _agents.Count;

    /// <summary>The number of graph runs.</summary>
    public int RunCount => _runs.Count;

    /// <summary>The number of agent runs.</summary>
    public int AgentRunCount => _agentRuns.Count;

    /// <summary>The number of runs of changes of equal length.</summary>
    public int ChangeRunCount => _changes.Count;

    /// <summary>The number of an agent, which is new if the name is.</summary>
    public int InternAgent(string name)
    {
        if (TryFindAgent(name, out var agent))
        {
            return agent;
        }

        agent = _agents.Count;
        _agents.Add(new Agent { Name = name, Runs = [] });
        _agentNumbers.Add(name, agent);
        return agent;
    }

    /// <summary>The number of an agent; false when the name is new.</summary>
    public bool TryFindAgent(string name, out int agent) => _agentNumbers.TryFind(name, out agent);

    /// <summary>The name of an agent.</summary>
    public string AgentName(int agent) => _agents.Items[agent].Name;

    /// <summary>How many events an agent has made: the sequence number of its next one.</summary>
    public long NextSequence(int agent) => _agents.Items[agent].Next;

    /// <summary>Gives back the room that is not used, for a graph that is not expected to grow soon.</summary>
    public void TrimExcess()
    {
        _agentRuns.TrimExcess();
        _runs.TrimExcess();
        _parents.TrimExcess();
        _parentRuns.TrimExcess();
        _changes.TrimExcess();
        _clocks.TrimExcess();
        _critical.TrimExcess();
        _checkpoints.TrimExcess();
        _checkpointHeads.TrimExcess();
        for (var i = 0; i < _agents.Count; i++)
        {
            Array.Resize(ref _agents.Items[i].Runs, _agents.Items[i].RunCount);
        }
    }

    /// <summary>What is known of one agent.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Agent
    {
        public string Name;

        /// <summary>The indexes of its runs, ascending, and room after them.</summary>
        public int[] Runs;
        public int RunCount;

        /// <summary>The first sequence number that is held, if any is.</summary>
        public long First;
        public long Next;

        public void AddRun(int run)
        {
            if (RunCount == Runs.Length)
            {
                Array.Resize(ref Runs, Math.Max(4, 2 * RunCount));
            }

            Runs[RunCount++] = run;
        }
    }

    /// <summary>A graph run: its events, and where its parents are.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct GraphPiece : IPlaced
    {
        public int Start;
        public int End;
        public int Parents;
        public int ParentCount;

        /// <summary>So many of the first events are in the past of its first event, perhaps more.</summary>
        public int Prefix;

        public readonly int Place => Start;
    }

    /// <summary>An agent run. It ends where the next one starts, as do all below.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct AgentPiece : IPlaced
    {
        public int Start;
        public int Agent;
        public long Sequence;

        public readonly int Place => Start;
    }

    /// <summary>Changes of equal length.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct ChangePiece : IPlaced
    {
        public int First;
        public int Start;
        public int Length;

        public readonly int Place => Start;
    }

    /// <summary>Changes whose clocks go up, or down, in equal steps.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct ClockPiece : IPlaced
    {
        public int First;
        public long Clock;
        public long Step;

        public readonly int Place => First;
    }
}
