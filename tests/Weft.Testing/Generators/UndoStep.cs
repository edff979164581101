namespace Weft.Testing.Generators;

/// <summary>A replica takes back its latest change that holds.</summary>
/// <param name="Replica">Which.</param>
public sealed record UndoStep(int Replica) : PlanStep(Replica)
{
    /// <inheritdoc/>
    public override string ToString() => $"new UndoStep({Replica})";
}
