using System.Collections.Immutable;
using System.Text.Json;

namespace Weft.Testing.Network;

/// <summary>All that happens in a simulation. The same plan always runs the same way.</summary>
/// <param name="Seed">Of the network's accidents.</param>
/// <param name="Steps">What happens, in order.</param>
public sealed record SimulationPlan(int Seed, ImmutableArray<SimulationStep> Steps)
{
    /// <summary>How many clients take part.</summary>
    public const int Clients = 4;

    private static readonly (StepKind Kind, int Weight)[] s_weights = Weights(46);

    /// <summary>Much typing and little else, so that many changes are on their way at once.</summary>
    private static readonly (StepKind Kind, int Weight)[] s_typing = Weights(400);

    private static (StepKind Kind, int Weight)[] Weights(int typing) =>
    [
        (StepKind.EditText, typing), (StepKind.EditItem, 20), (StepKind.EditBadly, 2), (StepKind.Point, 5), (StepKind.Lose, 6), (StepKind.Stall, 5),
        (StepKind.GoOffline, 3), (StepKind.GoOnline, 6), (StepKind.Restart, 2), (StepKind.Crash, 3), (StepKind.Snapshot, 2), (StepKind.ChangeRole, 4),
    ];

    /// <summary>A random plan.</summary>
    public static SimulationPlan Generate(int seed)
    {
        var random = new Random(seed);
        return Generate(seed, random, random.Next(20, 70), s_weights, () => random.Next(3) == 0 ? random.Next(400) : random.Next(30));
    }

    /// <summary>A random plan of people who type hundreds of times faster than the network answers.</summary>
    public static SimulationPlan GenerateHasty(int seed)
    {
        var random = new Random(seed);
        return Generate(seed, random, random.Next(200, 700), s_typing, () => random.Next(40) == 0 ? random.Next(400) : random.Next(6));
    }

    private static SimulationPlan Generate(int seed, Random random, int count, (StepKind Kind, int Weight)[] weights, Func<int> wait)
    {
        int total = weights.Sum(weight => weight.Weight);
        var steps = ImmutableArray.CreateBuilder<SimulationStep>();
        for (; count > 0; count--)
        {
            int ticket = random.Next(total);
            StepKind kind = weights.First(weight => (ticket -= weight.Weight) < 0).Kind;
            steps.Add(new SimulationStep(kind, random.Next(Clients), random.Next(), wait()));
        }

        return new SimulationPlan(seed, steps.ToImmutable());
    }

    /// <summary>Writes the plan as JSON lines: the seed, then a step a line.</summary>
    public void Save(string path) => File.WriteAllLines(
        path, [JsonSerializer.Serialize(Seed), .. Steps.Select(step => JsonSerializer.Serialize(step))]);

    /// <summary>Reads a plan that was saved.</summary>
    public static SimulationPlan Load(string path)
    {
        string[] lines = File.ReadAllLines(path);
        return new SimulationPlan(
            JsonSerializer.Deserialize<int>(lines[0]),
            [.. lines.Skip(1).Select(line => JsonSerializer.Deserialize<SimulationStep>(line)!)]);
    }

    /// <summary>A shorter plan that still fails: leaves out what is not needed, ever smaller pieces at a time.</summary>
    public SimulationPlan Shrink(Func<SimulationPlan, bool> fails)
    {
        SimulationPlan plan = this;
        for (int size = plan.Steps.Length / 2; size > 0; size /= 2)
        {
            for (int start = 0; start + size <= plan.Steps.Length;)
            {
                SimulationPlan shorter = plan with { Steps = plan.Steps.RemoveRange(start, size) };
                if (fails(shorter))
                {
                    plan = shorter;
                }
                else
                {
                    start += size;
                }
            }
        }

        return plan;
    }
}
