using System.Collections.Immutable;
using FsCheck.Fluent;
using Weft.Testing.Generators;
using Weft.Testing.Oracle;

namespace Weft.Engine.Tests;

/// <summary>The checkers of this project can fail, and what they are given is worth checking.</summary>
public sealed class CheckerTests
{
    [Fact]
    public void The_histories_have_concurrent_changes_and_wrong_ones()
    {
        int concurrent = 0, refused = 0, batches = 0, needed = 0;
        foreach (var plan in PlanGenerator.Everything(40).Generator.Sample(100))
        {
            var runner = new PlanRunner(PlanGenerator.Replicas);
            runner.Play(plan);
            concurrent += runner.ConcurrentMerges;
            refused += runner.Refusals;
            batches += runner.Batches;
            needed += runner.HistoriesNeeded;
        }

        Assert.InRange(concurrent, 500, int.MaxValue);
        Assert.InRange(refused, 20, int.MaxValue);
        Assert.InRange(batches, 50, int.MaxValue);
        Assert.InRange(needed, 20, int.MaxValue);
    }

    [Fact]
    public void A_replica_that_applied_operations_as_their_authors_made_them_would_be_found_out()
    {
        Author ada = new("ada"), bob = new("bob");
        var oracle = new OracleDocument();
        var naive = new PlainReplica();
        foreach (var change in new[] { ada.Insert(0, "aa"), bob.Insert(0, "bb"), ada.Insert(2, "a") })
        {
            Assert.Null(oracle.Add(change));
            naive.Apply(change.Operations);
        }

        Assert.NotEqual(oracle.Runs("body", ImmutableHashSet.Create(0, 1, 2)), naive.Text("body").Runs());
    }

    [Fact]
    public void A_failing_plan_is_made_smaller()
    {
        // Fails as soon as there is a clear; what remains is one step with one edit.
        static bool Fails(Plan plan) => plan.Steps.OfType<EditStep>().Any(step => step.Edits.Any(edit => edit.Kind == EditKind.Clear));

        var plan = PlanGenerator.Everything(40).Generator.Sample(50).First(Fails);
        while (PlanGenerator.Shrink(plan).FirstOrDefault(Fails) is { } smaller)
        {
            plan = smaller;
        }

        Assert.Single(Assert.IsType<EditStep>(Assert.Single(plan.Steps)).Edits);
        Assert.Contains("EditKind.Clear", plan.ToString(), StringComparison.Ordinal);
    }
}
