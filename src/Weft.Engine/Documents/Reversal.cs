namespace Weft.Engine;

/// <summary>What is to be taken back or done again, and what of its author's does not count meanwhile.</summary>
/// <param name="Target">The events of the changes in question.</param>
/// <param name="IsRedo">Whether they are to hold again, or no longer.</param>
/// <param name="Dead">
/// Events of the same author that do not count: changes that are taken back, and those that took back or did again.
/// </param>
/// <param name="Reinsertions">Units that came back under other names, the oldest first.</param>
internal sealed record Reversal(EventSet Target, bool IsRedo, EventSet Dead, IReadOnlyList<Reinsertion> Reinsertions)
{
    /// <summary>Whether an event counts once it is done.</summary>
    public bool Counts(int lv) => Target.Contains(lv) ? IsRedo : !Dead.Contains(lv);

    /// <summary>Whether an event counts when the target does.</summary>
    public bool CountsWithTarget(int lv) => Target.Contains(lv) || !Dead.Contains(lv);
}
