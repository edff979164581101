namespace Weft.Client.Replay;

/// <summary>How a replay ended.</summary>
/// <param name="Changes">How many changes were saved.</param>
/// <param name="Elapsed">From the first sent to the last saved.</param>
/// <param name="Difference">Where the server's text differs from the trace's, in words; null when they are equal.</param>
public sealed record ReplayResult(int Changes, TimeSpan Elapsed, string? Difference)
{
    /// <summary>Changes saved per second.</summary>
    public double ChangesPerSecond => Changes / Math.Max(Elapsed.TotalSeconds, 0.001);
}
