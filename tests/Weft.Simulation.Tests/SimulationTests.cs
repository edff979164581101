using System.Globalization;
using Weft.Testing.Network;

namespace Weft.Simulation.Tests;

public sealed class SimulationTests
{
    /// <summary>How many seeds a normal run tries; more with WEFT_SEEDS.</summary>
    private const int Seeds = 2_000;

    /// <summary>Of the plans with ten times the steps.</summary>
    private const int HastySeeds = 100;

    private const string PlanVariable = "LOAD_PLAN";
    private const string SeedsVariable = "WEFT_SEEDS";

    [Fact(DisplayName = "[CHANGE-2] [CHANGE-11] [CHANGE-13] [JOIN-5] [JOIN-7] [ACCESS-6] M-45 Whatever happens, all end equal, nothing saved is lost, and nothing is taken without the right to it at that moment")]
    public void Everything()
    {
        if (Environment.GetEnvironmentVariable(PlanVariable) is { Length: > 0 } path)
        {
            Testing.Network.Simulation.Run(SimulationPlan.Load(path));
            return;
        }

        TryAll(SimulationPlan.Generate, Seeds);
    }

    [Fact(DisplayName = "[CHANGE-13] [CHANGE-14] The same holds for people who type hundreds of times faster than the network answers")]
    public void Haste() => TryAll(SimulationPlan.GenerateHasty, HastySeeds);

    [Fact(DisplayName = "[ACCESS-7] Who loses its role while changes are being saved is told of them in order before it is sent away")]
    public void RoleEndsWhileSaving() => Try(SimulationPlan.Generate(1846));

    [Fact(DisplayName = "[CHANGE-14] Units of a sent change stay in the order in which they were sent when an earlier change comes to stand elsewhere")]
    public void SentUnitsKeepTheirOrder() => Try(SimulationPlan.GenerateHasty(1703));

    [Fact(DisplayName = "[JOIN-10] A waiting change of which others left nothing is told as saved when a whole document comes before its turn")]
    public void EmptyChangeMeetsSnapshot() => Try(SimulationPlan.GenerateHasty(2850));

    [Fact(DisplayName = "[ACCESS-7] [PRES-2] A cursor that waited when its user's role ended is not told any more")]
    public void CursorOfWhoIsSentAway() => Try(SimulationPlan.GenerateHasty(2372));

    private static void TryAll(Func<int, SimulationPlan> generate, int usual)
    {
        int seeds = int.TryParse(Environment.GetEnvironmentVariable(SeedsVariable), CultureInfo.InvariantCulture, out int wanted) ? wanted : usual;
        for (int seed = 0; seed < seeds; seed++)
        {
            Try(generate(seed));
        }
    }

    /// <summary>Tells how to repeat a failure.</summary>
    internal static void Try(SimulationPlan plan)
    {
        try
        {
            Testing.Network.Simulation.Run(plan);
        }
        catch (Exception)
        {
            SimulationPlan shorter = plan.Shrink(candidate => Failure(candidate, ServerFault.None) is not null);
            string path = Path.Combine(AppContext.BaseDirectory, $"plan-{plan.Seed}.jsonl");
            shorter.Save(path);
            Exception failure = Failure(shorter, ServerFault.None)!;
            throw new InvalidOperationException(
                $"Seed {plan.Seed} fails with {shorter.Steps.Length} steps; run again with {PlanVariable}={path}: {failure.Message}", failure);
        }
    }

    internal static Exception? Failure(SimulationPlan plan, ServerFault fault)
    {
        try
        {
            Testing.Network.Simulation.Run(plan, fault);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
