using System.Globalization;
using System.Text;

namespace Weft.Engine.Tests;

/// <summary>A graph, and beside it for each event the plain set of those in its past, those of the horizon too.</summary>
internal sealed class GraphModel
{
    private readonly Random _random;
    private readonly int _agentCount;
    private readonly List<HashSet<int>> _pasts = [];
    private readonly List<EventId> _names = [];
    private readonly List<long> _clocks = [];
    private readonly List<(int First, int Length)> _changes = [];
    private readonly Dictionary<string, int> _lastOf = new(StringComparer.Ordinal);

    public GraphModel(int seed, int agents)
    {
        _random = new Random(seed);
        _agentCount = agents;
    }

    public EventGraph Graph { get; private set; } = new();

    /// <summary>The sets of events in the past of each.</summary>
    public IReadOnlyList<HashSet<int>> Pasts => _pasts;

    /// <summary>All that a graph tells of itself.</summary>
    public static string Picture(EventGraph graph)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{graph.EventCount} {graph.ChangeCount} heads {Join(graph.Heads)}\n");
        for (var i = 0; i < graph.AgentCount; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{graph.AgentName(i)} {graph.NextSequence(i)}\n");
        }

        for (var i = 0; i < graph.RunCount; i++)
        {
            var run = graph.RunAt(i);
            text.Append(CultureInfo.InvariantCulture, $"{run.Start} {run.End} of {Join(run.Parents)}\n");
        }

        for (var i = 0; i < graph.AgentRunCount; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{graph.AgentRunAt(i)}\n");
        }

        for (var i = 0; i < graph.ChangeRunCount; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{graph.ChangeRunAt(i)}\n");
        }

        for (var i = graph.BaseChanges; i < graph.ChangeCount; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{graph.ClockOf(i).Value} {graph.FirstEventOf(i)} {graph.EndOf(i)}\n");
        }

        for (var i = graph.BaseEvents; i < graph.EventCount; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{graph.LatestCritical(i)} {Join(graph.HeadsAt(i))}\n");
        }

        return text.ToString();
    }

    /// <summary>Adds a change of some agent, mostly to the last event of another or to all there is.</summary>
    public void AddRandom()
    {
        var agent = _random.Next(_agentCount);
        var length = _random.Next(1, 4);
        List<int> parents = [];
        switch (_random.Next(4))
        {
            case 0:
                parents.AddRange(Graph.Heads);
                break;
            case 1 when _pasts.Count > 0:
                parents.Add(_pasts.Count - 1);
                break;
            case 2 when _pasts.Count > 0:
                parents.Add(_random.Next(Graph.BaseEvents == 0 ? 0 : Graph.BaseEvents - 1, _pasts.Count));
                parents.Add(_random.Next(Graph.BaseEvents == 0 ? 0 : Graph.BaseEvents - 1, _pasts.Count));
                break;
        }

        Add(agent, length, parents);
    }

    /// <summary>Adds a change, of whose past the agent's own last event is a part.</summary>
    public void Add(int agent, int length, List<int> parents)
    {
        var name = agent.ToString(CultureInfo.InvariantCulture);
        var list = new EventList();
        if (_lastOf.TryGetValue(name, out var last) && last >= Graph.BaseEvents)
        {
            parents = [.. parents, last];
        }
        else if (Graph.BaseEvents > 0)
        {
            parents = [.. parents, Graph.BaseEvents - 1];
        }

        var past = ClosureOf(parents);
        list.Set(parents.ToArray());
        Graph.Reduce(list);
        Assert.Equal(ReducedOf(past), list.Span.ToArray());

        var clock = past.Select(lv => _clocks[lv]).DefaultIfEmpty().Max() + _random.Next(1, 3);
        var sequence = Graph.TryFindAgent(name, out var known) ? Graph.NextSequence(known) : 0;
        var first = Graph.Append(Graph.InternAgent(name), length, list.Span, new HybridTimestamp(clock));
        Assert.Equal(_pasts.Count, first);
        _changes.Add((first, length));
        for (var i = 0; i < length; i++)
        {
            _pasts.Add([.. past]);
            past.Add(first + i);
            _names.Add(new EventId(name, sequence + i));
            _clocks.Add(clock);
        }

        _lastOf[name] = first + length - 1;
    }

    /// <summary>Puts in place of the graph one that begins where that ends.</summary>
    public void CutHere()
    {
        var next = Enumerable.Range(0, Graph.AgentCount).Select(agent => new EventId(Graph.AgentName(agent), Graph.NextSequence(agent)));
        Graph = new EventGraph(
            Graph.EventCount, Graph.ChangeCount, Graph.ToVersion(Graph.Heads).Heads.AsSpan(), next.ToArray(), Graph.GreatestClock(Graph.Heads));

        // What stands for the horizon has all of it in its past.
        _pasts[^1] = [.. Enumerable.Range(0, _pasts.Count - 1)];
    }

    /// <summary>Adds changes of known and new agents, and takes them back.</summary>
    public void GoAstray(int seed)
    {
        var random = new Random(seed);
        Graph.SetMark();
        for (var i = random.Next(6); i >= 0; i--)
        {
            var parents = new EventList();
            if (random.Next(3) > 0)
            {
                parents.Set(Graph.Heads);
            }
            else if (random.Next(3) > 0)
            {
                parents.Add(random.Next(Graph.EventCount));
            }

            var agent = Graph.InternAgent(random.Next(6).ToString(CultureInfo.InvariantCulture));
            Graph.AppendRun(agent, random.Next(1, 3), random.Next(1, 3), parents.Span, new HybridTimestamp(random.Next(100)), random.Next(3));
            Graph.CheckInvariants();
            Graph.HeadsAt(random.Next(Graph.EventCount));
            Graph.ToVersion(Graph.Heads);
        }

        Graph.ReturnToMark();
    }

    public void CheckCritical()
    {
        var expected = Graph.BaseEvents - 1;
        for (var lv = Graph.BaseEvents; lv < _pasts.Count; lv++)
        {
            var isCritical = _pasts[lv].Count == lv && Enumerable.Range(lv + 1, _pasts.Count - lv - 1).All(later => _pasts[later].Contains(lv));
            expected = isCritical ? lv : expected;
            Assert.Equal(isCritical, Graph.IsCritical(lv));
            Assert.Equal(expected, Graph.LatestCritical(lv));
        }
    }

    /// <summary>Every event is found by its name, every name by its event, in any order of asking.</summary>
    public void CheckNames()
    {
        var order = Enumerable.Range(0, _pasts.Count).ToArray();
        _random.Shuffle(order);
        foreach (var lv in order)
        {
            var isHeld = lv >= Graph.BaseEvents;
            Assert.Equal(isHeld ? EventLookup.Found : EventLookup.BelowHorizon, Graph.Find(_names[lv], out var found));
            if (isHeld)
            {
                var change = _changes.FindIndex(change => lv >= change.First && lv < change.First + change.Length);
                Assert.Equal(lv, found);
                Assert.Equal(_names[lv], Graph.NameOf(lv));
                Assert.Equal(change, Graph.ChangeOf(lv));
                Assert.Equal(_changes[change].First, Graph.FirstEventOf(change));
                Assert.Equal(_changes[change].First + _changes[change].Length, Graph.EndOf(change));
                Assert.Equal(Graph.EndOf(change) == lv + 1, Graph.EndsChange(lv));
                Assert.Equal(_clocks[lv], Graph.ClockOf(change).Value);
                Assert.InRange(lv, Graph.RunAt(Graph.RunIndexOf(lv)).Start, Graph.RunAt(Graph.RunIndexOf(lv)).End - 1);
                Assert.Equal(ReducedOf(_pasts[lv]), Graph.ParentsOf(lv).ToArray());
            }
        }

        foreach (var (agent, last) in _lastOf)
        {
            Assert.Equal(EventLookup.Unknown, Graph.Find(new EventId(agent, _names[last].Sequence + 1), out _));
        }
    }

    /// <summary>The versions of the past, in order and out of order.</summary>
    public void CheckPast()
    {
        for (var count = Graph.BaseEvents; count <= _pasts.Count; count++)
        {
            Assert.Equal(HeadsOfFirst(count), Graph.HeadsAt(count).ToArray());
        }

        for (var i = 0; i < 10; i++)
        {
            var count = _random.Next(Graph.BaseEvents, _pasts.Count + 1);
            Assert.Equal(HeadsOfFirst(count), Graph.HeadsAt(count).ToArray());
        }
    }

    public void CheckQuestions(int heads = 2)
    {
        int[] left = Pick(heads), right = Pick(heads);
        HashSet<int> inLeft = ClosureOf(left), inRight = ClosureOf(right);
        RangeList onlyLeft = new(), onlyRight = new();
        Graph.Diff(left, right, onlyLeft, onlyRight);
        Assert.Equal(inLeft.Except(inRight).OrderDescending(), EventsOf(onlyLeft));
        Assert.Equal(inRight.Except(inLeft).OrderDescending(), EventsOf(onlyRight));
        var prefix = Graph.PrefixOf(left);
        Assert.InRange(prefix, left.Length == 0 ? Graph.BaseEvents : Graph.LatestCritical(left[^1]) + 1, PrefixOf(inLeft));
        for (var lv = Math.Max(0, Graph.BaseEvents - 2); lv < _pasts.Count; lv++)
        {
            Assert.Equal(inLeft.Contains(lv) || lv < Graph.BaseEvents, Graph.Contains(left, lv));
        }

        Assert.Equal(inLeft.Select(lv => _clocks[lv]).DefaultIfEmpty().Max(), Graph.GreatestClock(left).Value);
        var resolved = new EventList();
        Assert.Equal(EventLookup.Found, Graph.Resolve(Graph.ToVersion(left), resolved, out _));
        Assert.Equal(left, resolved.Span.ToArray());
    }

    /// <summary>How many of the first events are in a set, those below the horizon counted.</summary>
    public int PrefixOf(HashSet<int> events)
    {
        var prefix = Graph.BaseEvents;
        while (events.Contains(prefix))
        {
            prefix++;
        }

        return prefix;
    }

    /// <summary>Every event once, after its parents; in a piece each is the only child of the one before.</summary>
    public void CheckPlan(WalkPlan plan, int from, int end)
    {
        HashSet<int> done = [.. Enumerable.Range(0, from)];
        for (var i = 0; i < plan.Count; i++)
        {
            var run = Graph.RunAt(Graph.RunIndexOf(plan[i].Start));
            Assert.True(plan[i].Start < plan[i].End && plan[i].End <= run.End, "A piece is a part of a run.");
            for (var lv = plan[i].Start; lv < plan[i].End; lv++)
            {
                Assert.True(_pasts[lv].IsSubsetOf(done), "The past is walked before.");
                Assert.True(done.Add(lv), "Nothing is walked twice.");
            }
        }

        Assert.True(done.SetEquals(Enumerable.Range(0, end)), "All is walked.");
    }

    /// <summary>Some version that is held.</summary>
    public int[] Pick(int heads)
    {
        var list = new EventList();
        if (Graph.BaseEvents > 0)
        {
            list.Add(Graph.BaseEvents - 1);
        }

        for (var i = _random.Next(heads + 1); i > 0; i--)
        {
            list.Add(_random.Next(Math.Max(0, Graph.BaseEvents - 1), _pasts.Count));
        }

        Graph.Reduce(list);
        return list.Span.ToArray();
    }

    public HashSet<int> ClosureOf(IEnumerable<int> heads) => [.. heads, .. heads.SelectMany(head => _pasts[head])];

    private static IEnumerable<int> EventsOf(RangeList ranges) =>
        ranges.Span.ToArray().SelectMany(range => Enumerable.Range(range.Start, range.Length).Reverse());

    private static string Join(ReadOnlySpan<int> items) => string.Join(' ', items.ToArray());

    private IEnumerable<int> ReducedOf(HashSet<int> events)
    {
        var past = events.SelectMany(lv => _pasts[lv]).ToHashSet();
        return events.Where(lv => !past.Contains(lv)).Order();
    }

    private IEnumerable<int> HeadsOfFirst(int count) => ReducedOf([.. Enumerable.Range(0, count)]);
}
