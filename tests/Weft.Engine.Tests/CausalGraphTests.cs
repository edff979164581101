namespace Weft.Engine.Tests;

/// <summary>The graph answers as plain sets of ancestors do.</summary>
public sealed class CausalGraphTests
{
    [Fact]
    public void Random_graphs_answer_as_plain_sets_do()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var graph = new CausalGraph();
            var pasts = new List<HashSet<int>>();
            var lastOf = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < 25; i++)
            {
                AddRandom(random, graph, pasts, lastOf);
                graph.CheckInvariants();
                CheckCritical(graph, pasts);
            }

            for (var i = 0; i < 40; i++)
            {
                CheckQuestions(random, graph, pasts);
            }
        }
    }

    private static void AddRandom(Random random, CausalGraph graph, List<HashSet<int>> pasts, Dictionary<string, int> lastOf)
    {
        var agent = "abc"[random.Next(3)].ToString();
        var parents = new List<int>();
        if (lastOf.TryGetValue(agent, out var last))
        {
            parents.Add(last);
        }

        parents.AddRange(random.Next(3) == 0 ? graph.Heads : pasts.Count == 0 ? [] : [random.Next(pasts.Count)]);
        var reduced = graph.Reduce(parents);
        var past = new HashSet<int>(parents);
        past.UnionWith(parents.SelectMany(parent => pasts[parent]));
        Assert.Equal(past.Where(one => !past.Any(other => pasts[other].Contains(one))).Order(), reduced);

        var change = new Change(
            agent, graph.NextSequence(agent), graph.ToVersion(reduced), new HybridTimestamp(graph.Count + 1),
            [new InsertText("body", 0, "xy"[..random.Next(1, 3)], Properties.Empty)]);
        lastOf[agent] = graph.Add(change, reduced);
        pasts.Add(past);
        Assert.True(graph.TryFind(change.LastEvent, out var found));
        Assert.Equal(lastOf[agent], found);
        Assert.Equal(graph.Heads, graph.HeadsAt(graph.Count));
    }

    private static void CheckCritical(CausalGraph graph, List<HashSet<int>> pasts)
    {
        var expected = -1;
        for (var i = 0; i < pasts.Count; i++)
        {
            var isCritical = pasts[i].Count == i && Enumerable.Range(i + 1, pasts.Count - i - 1).All(later => pasts[later].Contains(i));
            expected = isCritical ? i : expected;
            Assert.Equal(isCritical, graph.LatestCritical(i) == i);
        }

        Assert.Equal(expected, graph.LatestCritical(pasts.Count - 1));
    }

    private static void CheckQuestions(Random random, CausalGraph graph, List<HashSet<int>> pasts)
    {
        int[] left = Pick(), right = Pick();
        HashSet<int> inLeft = Closure(left), inRight = Closure(right);
        List<int> onlyLeft = [], onlyRight = [];
        graph.Diff(left, right, onlyLeft, onlyRight);
        Assert.Equal(inLeft.Except(inRight).OrderDescending(), onlyLeft);
        Assert.Equal(inRight.Except(inLeft).OrderDescending(), onlyRight);
        for (var change = 0; change < pasts.Count; change++)
        {
            Assert.Equal(inLeft.Contains(change), graph.Contains(left, change));
        }

        int[] Pick() => graph.Reduce([.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(pasts.Count))]);
        HashSet<int> Closure(int[] heads) => [.. heads, .. heads.SelectMany(head => pasts[head])];
    }
}
