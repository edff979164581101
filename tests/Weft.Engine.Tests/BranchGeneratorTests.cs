using System.Collections.Immutable;
using System.Text;
using Weft.Testing.Generators;
using Weft.Testing.Oracle;
using Weft.Testing.Traces;

namespace Weft.Engine.Tests;

/// <summary>Histories as source control makes them, and longer ones made of shorter.</summary>
public sealed class BranchGeneratorTests
{
    [Fact]
    public void The_same_seed_gives_the_same_history_and_another_seed_another()
    {
        Assert.Equal(Json(Small(7)), Json(Small(7)), StringComparer.Ordinal);
        Assert.NotEqual(Json(Small(7)), Json(Small(8)), StringComparer.Ordinal);
    }

    [Fact]
    public void Branches_are_long_and_merges_have_many_parents()
    {
        var trace = BranchGenerator.Generate(new Random(1), events: 40_000, authors: 40, branches: 20, eventsPerBranch: 500);
        Assert.InRange(trace.Changes.Sum(change => change.Length), 40_000, 100_000);
        Assert.InRange(trace.Changes.Max(change => change.Parents.Heads.Length), 20, 40);
        Assert.InRange(trace.Changes.Select(change => change.Agent).Distinct(StringComparer.Ordinal).Count(), 30, 40);
        Assert.Contains(trace.Changes, change => change.Operations.Any(operation => operation is DeleteText));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_history_with_branches_ends_with_what_the_oracle_says(int seed)
    {
        var trace = BranchGenerator.Generate(new Random(seed), events: 4_000, authors: 8, branches: 4, eventsPerBranch: 150);
        var oracle = new OracleDocument();
        foreach (var change in trace.Changes)
        {
            Assert.Null(oracle.Add(change));
        }

        var all = Enumerable.Range(0, trace.Changes.Length).ToImmutableHashSet();
        Assert.Equal(string.Concat(oracle.Runs("body", all).Select(run => run.Text)), trace.EndContent);
    }

    [Fact]
    public void A_history_with_branches_ends_with_its_text_in_any_order()
    {
        var trace = Small(5);
        var shuffled = trace.Changes.ToArray();
        new Random(6).Shuffle(shuffled);
        Assert.Equal(trace.EndContent, Merged(shuffled));
    }

    [Fact]
    public void A_written_history_is_read_again()
    {
        var trace = Small(9);
        var read = RecordedTrace.Parse(Json(trace));
        Assert.Equal(trace.EndContent, read.EndContent);
        Assert.Equal(trace.Changes, read.Changes);
    }

    [Fact]
    public void A_repeated_history_ends_with_its_text_as_often()
    {
        var trace = TraceWriter.Repeat(Small(4), 3);
        Assert.Equal(trace.EndContent, Merged(trace.Changes));
        Assert.Equal(trace.Changes, RecordedTrace.Parse(Json(trace)).Changes);
    }

    private static RecordedTrace Small(int seed) =>
        BranchGenerator.Generate(new Random(seed), events: 3_000, authors: 12, branches: 5, eventsPerBranch: 100);

    private static string Merged(IEnumerable<Change> changes)
    {
        var document = new Document();
        foreach (var change in changes)
        {
            Assert.IsNotType<MergeResult.Refused>(document.Merge(change));
        }

        return document.Text(RecordedTrace.Path).ToString()!;
    }

    private static string Json(RecordedTrace trace)
    {
        using var json = new MemoryStream();
        TraceWriter.Write(trace, json);
        return Encoding.UTF8.GetString(json.ToArray());
    }
}
