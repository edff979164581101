using Weft.Testing.Network;

namespace Weft.Simulation.Tests;

/// <summary>The simulation is worth nothing if it cannot fail, or if nothing happens in it.</summary>
public sealed class CheckerTests
{
    [Theory(DisplayName = "A room with a bug is found out")]
    [InlineData(ServerFault.AcknowledgesEarly)]
    [InlineData(ServerFault.ForgetsIds)]
    [InlineData(ServerFault.OmitsApplied)]
    [InlineData(ServerFault.KeepsRoles)]
    [InlineData(ServerFault.IgnoresLocks)]
    public void BugsAreFound(ServerFault fault)
    {
        const int Seeds = 200;
        Assert.Contains(
            Enumerable.Range(0, Seeds),
            seed => SimulationTests.Failure(SimulationPlan.Generate(seed), fault) is not null);
    }

    [Fact(DisplayName = "Most plans have users edit at once, and all kinds of trouble occur")]
    public void TroubleOccurs()
    {
        const int Seeds = 100;
        var runs = Enumerable.Range(0, Seeds).Select(seed => Testing.Network.Simulation.Run(SimulationPlan.Generate(seed))).ToArray();
        int Total(Func<SimulatedClient, int> count) => runs.Sum(run => run.Clients.Sum(count));

        Assert.InRange(runs.Count(run => run.Clients.Sum(client => client.Crossed) > 0), Seeds * 3 / 4, Seeds);
        Assert.InRange(runs.Sum(run => run.Server.AppliedResponses), 5 * Seeds, int.MaxValue);
        Assert.InRange(Total(client => client.Corrections), Seeds / 10, int.MaxValue);
        Assert.InRange(Total(client => client.Acknowledged.Count), 10 * Seeds, int.MaxValue);
        Assert.InRange(runs.Sum(run => run.Server.Store.Lost), Seeds / 20, int.MaxValue);
        Assert.InRange(runs.Sum(run => run.Server.Snapshots), Seeds / 4, int.MaxValue);
        Assert.InRange(runs.Sum(run => run.Server.Rejections), Seeds / 4, int.MaxValue);
        Assert.InRange(runs.Sum(run => run.Server.RoleRefusals), Seeds / 4, int.MaxValue);
        Assert.InRange(runs.Sum(run => run.Server.LockRefusals), Seeds / 10, int.MaxValue);
        Assert.InRange(runs.Sum(run => run.Server.HistoryLoads), Seeds / 4, int.MaxValue);
        Assert.InRange(runs.Sum(run => run.Server.HistoryReleases), Seeds, int.MaxValue);
    }

    [Fact(DisplayName = "A plan that is written and read is the same, and a failing one shrinks")]
    public void Plans()
    {
        SimulationPlan plan = SimulationPlan.Generate(7);
        string path = Path.Combine(AppContext.BaseDirectory, "plan-written.jsonl");
        plan.Save(path);
        SimulationPlan read = SimulationPlan.Load(path);
        Assert.Equal(plan.Seed, read.Seed);
        Assert.Equal(plan.Steps, read.Steps);
        SimulationPlan shrunk = plan.Shrink(candidate => candidate.Steps.Any(step => step.Kind == StepKind.EditItem));
        Assert.Single(shrunk.Steps);
    }
}
