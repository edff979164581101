namespace Weft.Testing.Generators;

/// <summary>A replica does again what it took back last.</summary>
/// <param name="Replica">Which.</param>
public sealed record RedoStep(int Replica) : PlanStep(Replica)
{
    /// <inheritdoc/>
    public override string ToString() => $"new RedoStep({Replica})";
}
