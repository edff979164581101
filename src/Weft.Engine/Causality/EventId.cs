namespace Weft.Engine;

/// <summary>The name of one event, the same on every replica.</summary>
/// <param name="Agent">Who made the event: any non-empty string, compared ordinally.</param>
/// <param name="Sequence">How many events this agent had made before it.</param>
public readonly record struct EventId(string Agent, long Sequence) : IComparable<EventId>
{
    /// <summary>Orders by agent (ordinal), then by sequence.</summary>
    public int CompareTo(EventId other)
    {
        var byAgent = string.CompareOrdinal(Agent, other.Agent);
        return byAgent != 0 ? byAgent : Sequence.CompareTo(other.Sequence);
    }

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(EventId left, EventId right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(EventId left, EventId right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not come after <paramref name="right"/>.</summary>
    public static bool operator <=(EventId left, EventId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not come before <paramref name="right"/>.</summary>
    public static bool operator >=(EventId left, EventId right) => left.CompareTo(right) >= 0;
}
