using System.Collections.Immutable;

namespace Weft.Testing.Generators;

/// <summary>One step of a plan.</summary>
/// <param name="Replica">Who acts.</param>
public abstract record PlanStep(int Replica);

/// <summary>A replica makes a change of these edits.</summary>
/// <param name="Replica">Who edits.</param>
/// <param name="Time">How far wall time is ahead, so that clocks are now equal and now apart.</param>
/// <param name="Edits">The edits.</param>
public sealed record EditStep(int Replica, int Time, params ImmutableArray<Edit> Edits) : PlanStep(Replica)
{
    /// <inheritdoc/>
    public override string ToString() => $"new EditStep({Replica}, {Time}, {string.Join(", ", Edits)})";
}

/// <summary>A replica receives one change of those that it lacks, or one that it has.</summary>
/// <param name="Replica">Who receives.</param>
/// <param name="Pick">Which change.</param>
/// <param name="Door">In which form: a record, or bytes of one of two kinds.</param>
public sealed record DeliverStep(int Replica, int Pick, int Door) : PlanStep(Replica)
{
    /// <inheritdoc/>
    public override string ToString() => $"new DeliverStep({Replica}, {Pick}, {Door})";
}

/// <summary>A replica receives everything that another one has, or the newest part of it.</summary>
/// <param name="Replica">Who receives.</param>
/// <param name="From">Who gives.</param>
/// <param name="Door">
/// In which form: changes one by one, what is missing as a batch, a batch with much that is known, or one whose past may be missing.
/// </param>
public sealed record SyncStep(int Replica, int From, int Door) : PlanStep(Replica)
{
    /// <inheritdoc/>
    public override string ToString() => $"new SyncStep({Replica}, {From}, {Door})";
}

/// <summary>A replica is saved and loaded again, or lets its history go, or reads it again.</summary>
/// <param name="Replica">Which.</param>
/// <param name="Door">Which of these.</param>
public sealed record ReloadStep(int Replica, int Door) : PlanStep(Replica)
{
    /// <inheritdoc/>
    public override string ToString() => $"new ReloadStep({Replica}, {Door})";
}

/// <summary>
/// Somebody makes a change that is probably wrong, of what a replica has seen, and shows it to everybody.
/// </summary>
/// <param name="Replica">Whose document the author saw.</param>
/// <param name="Edits">The edits, their positions not brought into range.</param>
public sealed record WrongStep(int Replica, params ImmutableArray<Edit> Edits) : PlanStep(Replica)
{
    /// <inheritdoc/>
    public override string ToString() => $"new WrongStep({Replica}, {string.Join(", ", Edits)})";
}
