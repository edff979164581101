namespace Weft.Engine;

/// <summary>
/// A hybrid logical clock (Kulkarni et al., "Logical Physical Clocks"): close to wall time, yet never behind what its
/// author had seen, so that of two causally related changes the later one always has the greater timestamp.
/// </summary>
/// <param name="Value">Milliseconds since 1970 in the upper 48 bits, a counter in the lower 16.</param>
public readonly record struct HybridTimestamp(long Value) : IComparable<HybridTimestamp>
{
    private const int CounterBits = 16;

    /// <summary>The timestamp below all that a change may carry.</summary>
    public static HybridTimestamp Zero => default;

    /// <summary>Milliseconds since 1970.</summary>
    public long Milliseconds => Value >> CounterBits;

    /// <summary>Counts what happened within one millisecond, 0 to 65,535.</summary>
    public int Counter => (int)(Value & ((1 << CounterBits) - 1));

    /// <summary>The timestamp of something that happens now, after <paramref name="seen"/>.</summary>
    /// <param name="seen">The greatest timestamp in the past of what happens.</param>
    /// <param name="nowMilliseconds">Wall time in milliseconds since 1970, from 0 up to 2^47 - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The wall time is out of range.</exception>
    public static HybridTimestamp After(HybridTimestamp seen, long nowMilliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nowMilliseconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nowMilliseconds, long.MaxValue >> CounterBits);
        return new HybridTimestamp(Math.Max(checked(seen.Value + 1), nowMilliseconds << CounterBits));
    }

    /// <inheritdoc/>
    public int CompareTo(HybridTimestamp other) => Value.CompareTo(other.Value);

    /// <summary>Whether <paramref name="left"/> is earlier.</summary>
    public static bool operator <(HybridTimestamp left, HybridTimestamp right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> is later.</summary>
    public static bool operator >(HybridTimestamp left, HybridTimestamp right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is not later.</summary>
    public static bool operator <=(HybridTimestamp left, HybridTimestamp right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is not earlier.</summary>
    public static bool operator >=(HybridTimestamp left, HybridTimestamp right) => left.Value >= right.Value;
}
