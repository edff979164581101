using Weft.Engine;

namespace Weft.Testing.Oracle;

/// <summary>One operation of one change, with all that was in the past of its author.</summary>
/// <param name="Change">The change.</param>
/// <param name="Index">The change's number in the oracle.</param>
/// <param name="Operation">The index of the operation in the change.</param>
/// <param name="Past">The numbers of all changes in its causal past, without its own.</param>
internal sealed record OracleEvent(Change Change, int Index, int Operation, HashSet<int> Past)
{
    public bool Saw(OracleEvent other) =>
        Past.Contains(other.Index) || (Index == other.Index && other.Operation < Operation);

    /// <summary>
    /// Whether a write of this event stands against one of the other: the greater clock, then the greater agent, wins.
    /// </summary>
    public bool Beats(OracleEvent? other)
    {
        if (other is null)
        {
            return true;
        }

        var mine = (Change.Clock.Value, Change.Agent);
        var theirs = (other.Change.Clock.Value, other.Change.Agent);
        if (mine.Value != theirs.Value)
        {
            return mine.Value > theirs.Value;
        }

        var byAgent = string.CompareOrdinal(mine.Agent, theirs.Agent);
        return byAgent != 0 ? byAgent > 0 : Operation > other.Operation;
    }
}
