using System.Globalization;

namespace Weft.Client.Replay;

/// <summary>How fast a trace is played.</summary>
public sealed class ReplayPace
{
    /// <summary>The pace of authors whose trace tells no times: a fluent typist's.</summary>
    private static readonly TimeSpan TypingGap = TimeSpan.FromMilliseconds(100);

    /// <summary>No pause of an author is waited for longer, before the factor: people go to lunch.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(5);

    private readonly double? _factor;

    private ReplayPace(double? factor) => _factor = factor;

    /// <summary>As fast as the server answers.</summary>
    public static ReplayPace Max { get; } = new(null);

    /// <summary>Reads <c>max</c>, <c>10x</c> or <c>10</c>.</summary>
    /// <param name="text">The pace.</param>
    /// <returns>The pace, or null when it is none.</returns>
    public static ReplayPace? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.Equals(text, "max", StringComparison.OrdinalIgnoreCase))
        {
            return Max;
        }

        return double.TryParse(text.TrimEnd('x', 'X'), NumberStyles.Float, CultureInfo.InvariantCulture, out var factor)
            && factor > 0 && double.IsFinite(factor) ? new ReplayPace(factor) : null;
    }

    /// <summary>How long to wait before a change.</summary>
    internal TimeSpan Before(DateTimeOffset? former, DateTimeOffset? next, int agents)
    {
        if (_factor is not { } factor)
        {
            return TimeSpan.Zero;
        }

        var gap = former is { } from && next is { } to ? to - from : TypingGap / agents;
        return TimeSpan.FromTicks((long)(Math.Clamp(gap.Ticks, 0, LongestGap.Ticks) / factor));
    }
}
