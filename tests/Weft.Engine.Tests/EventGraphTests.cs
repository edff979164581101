using System.Globalization;

namespace Weft.Engine.Tests;

/// <summary>The run-length graph answers as plain sets of events do.</summary>
public sealed class EventGraphTests
{
    [Fact]
    public void Random_graphs_answer_as_plain_sets_do()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var model = new GraphModel(seed, agents: 3);
            for (var i = 0; i < 20; i++)
            {
                model.AddRandom();
                model.Graph.CheckInvariants();
                model.CheckCritical();
            }

            model.CheckNames();
            model.CheckPast();
            for (var i = 0; i < 20; i++)
            {
                model.CheckQuestions();
            }
        }
    }

    [Fact]
    public void Graphs_of_200_heads_answer_as_plain_sets_do()
    {
        var model = new GraphModel(seed: 7, agents: 200);
        for (var agent = 0; agent < 200; agent++)
        {
            model.Add(agent, 1, []);
        }

        Assert.Equal(200, model.Graph.Heads.Length);
        for (var i = 0; i < 100; i++)
        {
            model.AddRandom();
        }

        model.Graph.CheckInvariants();
        model.CheckNames();
        model.CheckPast();
        for (var i = 0; i < 30; i++)
        {
            model.CheckQuestions(heads: 150);
        }
    }

    [Fact]
    public void Who_is_a_few_events_behind_has_a_prefix_that_is_known_exactly()
    {
        // Each sees all but the latest few, and what is his own.
        var model = new GraphModel(seed: 3, agents: 7);
        for (var i = 0; i < 200; i++)
        {
            model.Add(i % 7, 1, [.. model.Graph.HeadsAt(Math.Max(0, i - (i % 4)))]);
            var version = model.Graph.ParentsOf(i).ToArray();
            Assert.Equal(model.PrefixOf(model.ClosureOf(version)), model.Graph.PrefixOf(version));
            Assert.Equal(model.PrefixOf(model.ClosureOf([i])), model.Graph.PrefixOf([i]));
        }

        model.Graph.CheckInvariants();
        Assert.Equal(200, model.Graph.EventCount);
    }

    [Fact]
    public void A_graph_with_a_horizon_answers_as_the_full_one_does()
    {
        var questions = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var model = new GraphModel(seed, agents: 3);
            for (var i = 0; i < 10; i++)
            {
                model.AddRandom();
            }

            model.CutHere();
            for (var i = 0; i < 15; i++)
            {
                model.AddRandom();
                model.Graph.CheckInvariants();
                model.CheckCritical();
            }

            model.CheckNames();
            model.CheckPast();
            for (var i = 0; i < 20; i++)
            {
                model.CheckQuestions();
                questions++;
            }
        }

        Assert.Equal(4_000, questions);
    }

    [Fact]
    public void What_is_below_the_horizon_is_told_apart()
    {
        var graph = new EventGraph(10, 4, [new EventId("a", 5), new EventId("b", 3)], [new EventId("a", 6), new EventId("b", 4)], new HybridTimestamp(50));
        var heads = new EventList();
        Assert.Equal([9], graph.Heads.ToArray());
        Assert.Equal(4, graph.ChangeCount);
        Assert.Equal(EventLookup.BelowHorizon, graph.Find(new EventId("a", 5), out _));
        Assert.Equal(EventLookup.Unknown, graph.Find(new EventId("a", 6), out _));
        Assert.Equal(EventLookup.Unknown, graph.Find(new EventId("a", -1), out _));
        Assert.Equal(EventLookup.Unknown, graph.Find(new EventId("c", 0), out _));

        // The version of the horizon needs all its heads, and may name more.
        Assert.Equal("a@5 b@3", graph.ToVersion(graph.Heads).ToString());
        Assert.Equal(EventLookup.Found, graph.Resolve(Version.Of(new EventId("a", 5), new EventId("b", 3)), heads, out _));
        Assert.Equal([9], heads.Span.ToArray());
        Assert.Equal(EventLookup.Found, graph.Resolve(Version.Of(new EventId("a", 5), new EventId("b", 3), new EventId("a", 1)), heads, out _));
        Assert.Equal([9], heads.Span.ToArray());
        Assert.Equal(EventLookup.BelowHorizon, graph.Resolve(Version.Of(new EventId("a", 5)), heads, out _));
        Assert.Equal(EventLookup.BelowHorizon, graph.Resolve(Version.Root, heads, out _));
        Assert.Equal(EventLookup.Unknown, graph.Resolve(Version.Of(new EventId("a", 5), new EventId("b", 4)), heads, out var missing));
        Assert.Equal(1, missing);

        Assert.Equal(10, graph.Append(graph.InternAgent("c"), 2, [9], new HybridTimestamp(60)));
        Assert.Equal(EventLookup.Found, graph.Resolve(Version.Of(new EventId("a", 2), new EventId("c", 0)), heads, out _));
        Assert.Equal([10], heads.Span.ToArray());
        Assert.Equal([9], graph.HeadsAt(10).ToArray());
        Assert.Equal(new HybridTimestamp(50), graph.GreatestClock([9]));
        Assert.Equal(new HybridTimestamp(60), graph.GreatestClock([11]));
        Assert.True(graph.Contains([9], 3));
        Assert.Equal(9, graph.LatestCritical(9));
        Assert.Equal(3, graph.ChangeOf(9));
        Assert.Equal(10, graph.EndOf(3));
        graph.CheckInvariants();
    }

    [Fact]
    public void What_was_added_since_a_mark_is_taken_back()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            // One graph goes astray after every step and comes back; the other never does.
            GraphModel straight = new(seed, agents: 3), astray = new(seed, agents: 3);
            for (var i = 0; i < 15; i++)
            {
                straight.AddRandom();
                astray.AddRandom();
                astray.GoAstray(seed + i);
                astray.Graph.CheckInvariants();
                Assert.Equal(GraphModel.Picture(straight.Graph), GraphModel.Picture(astray.Graph));
            }

            astray.CheckCritical();
            astray.CheckNames();
            astray.CheckPast();
            astray.CheckQuestions();
        }
    }

    [Fact]
    public void A_version_of_the_past_is_not_remembered_of_what_was_taken_back()
    {
        var graph = new EventGraph();
        int a = graph.InternAgent("a"), b = graph.InternAgent("b");
        graph.Append(a, 3, [], new HybridTimestamp(1));
        graph.Append(b, 1, [], new HybridTimestamp(1));
        graph.SetMark();
        graph.Append(a, 3, [2], new HybridTimestamp(2));
        Assert.Equal([3, 4], graph.HeadsAt(5).ToArray());
        graph.ReturnToMark();

        // The third run is another one now.
        graph.Append(a, 3, [2, 3], new HybridTimestamp(2));
        Assert.Equal([4], graph.HeadsAt(5).ToArray());
        graph.CheckInvariants();
    }

    [Fact]
    public void A_mark_that_was_dropped_cannot_be_returned_to()
    {
        var graph = new EventGraph();
        Assert.Throws<InvalidOperationException>(graph.ReturnToMark);
        graph.SetMark();
        graph.Append(graph.InternAgent("a"), 1, [], new HybridTimestamp(1));
        graph.DropMark();
        Assert.Throws<InvalidOperationException>(graph.ReturnToMark);
        Assert.Equal(1, graph.EventCount);
    }

    [Fact]
    public void Typing_is_one_run_of_everything()
    {
        var graph = new EventGraph();
        var agent = graph.InternAgent("a");
        for (var i = 0; i < 100; i++)
        {
            graph.Append(agent, 1, graph.Heads, new HybridTimestamp(1_000 + (10 * i)));
        }

        graph.AppendRun(agent, 1, 100, graph.Heads, new HybridTimestamp(2_000), 10);
        Assert.Equal((1, 1, 1), (graph.RunCount, graph.AgentRunCount, graph.ChangeRunCount));
        Assert.Equal((200, 200), (graph.EventCount, graph.ChangeCount));
        Assert.Equal(new HybridTimestamp(2_010), graph.ClockOf(101));
        Assert.Equal(new EventId("a", 150), graph.NameOf(150));
        graph.CheckInvariants();
    }

    [Fact]
    public void Many_changes_at_once_are_as_many_one_by_one()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            EventGraph one = new(), many = new();
            for (var i = 0; i < 10; i++)
            {
                var (agent, length, count) = (random.Next(3), random.Next(1, 3), random.Next(1, 5));
                var (clock, step) = (random.Next(3) + (10 * i), random.Next(1, 3));
                int[] parents = random.Next(3) == 0 && i > 0 ? [random.Next(one.EventCount)] : one.Heads.ToArray();
                many.AppendRun(Intern(many, agent), length, count, parents, new HybridTimestamp(clock), step);
                for (var j = 0; j < count; j++)
                {
                    var first = one.Append(Intern(one, agent), length, parents, new HybridTimestamp(clock + (j * step)));
                    parents = [first + length - 1];
                }

                many.CheckInvariants();
                Assert.Equal(GraphModel.Picture(one), GraphModel.Picture(many));
            }
        }

        static int Intern(EventGraph graph, int agent) => graph.InternAgent(agent.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Agents_of_the_same_ending_are_told_apart()
    {
        var graph = new EventGraph();
        string[] names = ["", "1234", "a1234", "b1234", "ab1234", "4", "34"];
        graph.InternAgent(names[0]);
        graph.SetMark();
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], names.Select(graph.InternAgent));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], names.Select(graph.InternAgent));
        Assert.False(graph.TryFindAgent("c1234", out _));
        graph.ReturnToMark();
        Assert.Equal([true, false, false, false, false, false, false], names.Select(name => graph.TryFindAgent(name, out _)));
    }

    [Fact]
    public void Clocks_may_be_any_numbers()
    {
        var graph = new EventGraph();
        var agent = graph.InternAgent("a");
        long[] clocks = [long.MinValue, long.MaxValue, 0, long.MaxValue, -1, 1, 3, 5, 4];
        foreach (var clock in clocks)
        {
            graph.Append(agent, 1, graph.Heads, new HybridTimestamp(clock));
        }

        Assert.Equal(clocks, Enumerable.Range(0, clocks.Length).Select(change => graph.ClockOf(change).Value));
    }

    [Fact]
    public void A_graph_holds_no_more_events_than_a_number_can_count()
    {
        var graph = new EventGraph();
        var agent = graph.InternAgent("a");
        graph.AppendRun(agent, 1 << 20, 2_047, [], new HybridTimestamp(1), 1);
        Assert.Throws<InvalidOperationException>(() => graph.AppendRun(agent, 1 << 20, 2, [graph.EventCount - 1], new HybridTimestamp(9_000), 1));
        Assert.Equal(2_047, graph.ChangeCount);
        graph.CheckInvariants();
    }

    [Fact]
    public void Two_authors_cost_no_bytes_in_steady_state()
    {
        var graph = new EventGraph();
        RangeList onlyA = new(), onlyB = new();
        var heads = new EventList();
        Type(graph, 3_000, onlyA, onlyB, heads);

        // What is taken back leaves its room, so that nothing has to grow the next time.
        var allocated = long.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            graph.SetMark();
            Type(graph, 1_000, onlyA, onlyB, heads);
            graph.ReturnToMark();
            graph.SetMark();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Type(graph, 1_000, onlyA, onlyB, heads);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            graph.ReturnToMark();
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_plan_takes_every_event_once_and_after_its_parents()
    {
        var plan = new WalkPlan();
        var pieces = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var model = new GraphModel(seed, agents: 5);
            for (var i = 0; i < 30; i++)
            {
                model.AddRandom();
            }

            var graph = model.Graph;
            for (var from = 0; from < graph.EventCount; from++)
            {
                var end = seed % 2 == 0 ? graph.EventCount : Math.Min(graph.EventCount, from + (seed % 17));
                plan.Build(graph, from, end, graph.HeadsAt(from));
                model.CheckPlan(plan, from, end);
                pieces += plan.Count;
            }
        }

        Assert.True(pieces > 50_000, "The plans have many pieces.");
    }

    [Fact]
    public void A_plan_takes_short_branches_first_and_merges_last()
    {
        // From 0..2: a long branch 2..12, a short one 12..14 from the middle of the first, and a merge.
        var graph = new EventGraph();
        int a = graph.InternAgent("a"), b = graph.InternAgent("b");
        graph.Append(a, 12, [], new HybridTimestamp(1));
        graph.Append(b, 2, [1], new HybridTimestamp(2));
        graph.Append(a, 1, [11, 13], new HybridTimestamp(3));
        var plan = new WalkPlan();
        plan.Build(graph, 0, 15, []);
        Assert.Equal([new EventRange(0, 2), new EventRange(12, 14), new EventRange(2, 12), new EventRange(14, 15)], plan.Pieces.ToArray());

        // A piece that is cut, but walked through, is one again.
        plan.Build(graph, 0, 13, []);
        Assert.Equal([new EventRange(0, 2), new EventRange(12, 13), new EventRange(2, 12)], plan.Pieces.ToArray());
        plan.Build(graph, 5, 14, [4]);
        Assert.Equal([new EventRange(12, 14), new EventRange(5, 12)], plan.Pieces.ToArray());
    }

    [Fact]
    public void What_both_branches_lead_to_counts_for_neither()
    {
        // The merge and all that follows it are long; the branch that arrived last is the shorter one nevertheless.
        var graph = new EventGraph();
        int a = graph.InternAgent("a"), b = graph.InternAgent("b");
        graph.Append(a, 1, [], new HybridTimestamp(1));
        graph.Append(a, 5, [0], new HybridTimestamp(2));
        graph.Append(b, 2, [0], new HybridTimestamp(3));
        graph.Append(b, 100, [5, 7], new HybridTimestamp(4));
        var plan = new WalkPlan();
        plan.Build(graph, 0, 108, []);
        Assert.Equal([new EventRange(0, 1), new EventRange(6, 8), new EventRange(1, 6), new EventRange(8, 108)], plan.Pieces.ToArray());
    }

    [Fact]
    public void Deep_histories_are_planned_without_recursion()
    {
        // Two chains that merge each other at every step: as deep as it is long, and a dominator far away.
        var graph = new EventGraph();
        int a = graph.InternAgent("a"), b = graph.InternAgent("b");
        graph.Append(a, 1, [], new HybridTimestamp(1));
        graph.Append(b, 1, [], new HybridTimestamp(1));
        for (var i = 2; i < 200_000; i += 2)
        {
            graph.Append(a, 1, [i - 2, i - 1], new HybridTimestamp(i));
            graph.Append(b, 1, [i - 2, i - 1], new HybridTimestamp(i));
        }

        var plan = new WalkPlan();
        plan.Build(graph, 0, 200_000, []);
        Assert.Equal(200_000, plan.Count);
        Assert.Equal(0, Allocation.Of(() => plan.Build(graph, 0, 200_000, []), 0));
    }

    /// <summary>Two authors type in turns, each behind the other by some events.</summary>
    private static void Type(EventGraph graph, int events, RangeList onlyA, RangeList onlyB, EventList heads)
    {
        int a = graph.InternAgent("a"), b = graph.InternAgent("b");
        Span<int> parents = stackalloc int[1];
        for (var i = 0; i < events; i++)
        {
            var agent = i % 7 < 4 ? a : b;
            heads.Clear();
            foreach (var head in graph.HeadsAt(Math.Max(0, graph.EventCount - (i % 5))))
            {
                heads.Add(head);
            }

            if (graph.NextSequence(agent) > 0)
            {
                graph.Find(agent, graph.NextSequence(agent) - 1, out var last);
                heads.Add(last);
            }

            graph.Reduce(heads);
            graph.Contains(graph.Heads, graph.EventCount / 2);
            parents[0] = graph.Append(agent, 1, heads.Span, new HybridTimestamp(i));
            graph.Diff(parents, heads.Span, onlyA, onlyB);
        }
    }
}
