using FsCheck;
using FsCheck.Fluent;

namespace Weft.Testing.Generators;

/// <summary>Makes plans in which authors take back and do again what they did.</summary>
public static class UndoGenerator
{
    /// <summary>Turns many of the steps of other plans into undos and redos.</summary>
    public static Arbitrary<Plan> Of(Arbitrary<Plan> plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        var plan = from steps in plans.Generator
                   from choices in Gen.ListOf(Gen.Choose(0, 9), steps.Steps.Length)
                   select new Plan([.. steps.Steps.Zip(choices, Mix)]);
        return Arb.From(plan, PlanGenerator.Shrink);
    }

    private static PlanStep Mix(PlanStep step, int choice) => choice switch
    {
        < 3 => new UndoStep(step.Replica),
        < 5 => new RedoStep(step.Replica),
        _ => step,
    };
}
