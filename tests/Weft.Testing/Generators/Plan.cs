using System.Collections.Immutable;
using System.Text;

namespace Weft.Testing.Generators;

/// <summary>
/// A history to be played: steps whose numbers are taken modulo what there is to choose from, so that a plan stays
/// playable when steps are left out or numbers made smaller.
/// </summary>
public sealed record Plan(ImmutableArray<PlanStep> Steps)
{
    /// <summary>The plan as C# that makes it, to be pasted into a test.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("Plan.Of(");
        for (var i = 0; i < Steps.Length; i++)
        {
            text.Append(i == 0 ? "\n    " : ",\n    ").Append(Steps[i]);
        }

        return text.Append(");").ToString();
    }

    /// <summary>A plan of these steps.</summary>
    public static Plan Of(params ImmutableArray<PlanStep> steps) => new(steps);
}
