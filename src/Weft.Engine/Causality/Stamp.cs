namespace Weft.Engine;

/// <summary>
/// What settles every conflict: of two writes that cannot both stand, the one with the greater stamp does.
/// </summary>
internal readonly record struct Stamp(HybridTimestamp Clock, string Agent)
{
    /// <summary>
    /// Whether a write with this stamp stands against one with the other. Equal stamps are of one change: the later
    /// stands.
    /// </summary>
    public bool WinsOver(Stamp other) =>
        Clock == other.Clock ? string.CompareOrdinal(Agent, other.Agent) >= 0 : Clock > other.Clock;
}
