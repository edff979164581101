using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Weft.Server;

/// <summary>
/// How much a server bears. Limits per address do not hold for this machine's own addresses: a proxy on it that forwards no addresses
/// speaks for everybody. Set values before the server starts; reading is safe from any thread.
/// </summary>
public sealed partial class ServerLimits
{
    private readonly long[] _values = [.. All.Select(limit => limit.Default)];

    /// <summary>Whether the limits per address hold for this machine's own addresses as well. Default no.</summary>
    public bool CountLoopback { get; set; }

    /// <summary>The value of a limit.</summary>
    /// <param name="limit">One of <see cref="All"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside what the limit can be.</exception>
    public long this[ServerLimit limit]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(limit);
            return _values[limit.Index];
        }

        set
        {
            ArgumentNullException.ThrowIfNull(limit);
            ArgumentOutOfRangeException.ThrowIfLessThan(value, limit.Least);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, limit.Most);
            _values[limit.Index] = value;
        }
    }

    /// <summary>Sets a limit from a text such as <c>connections=500</c>.</summary>
    /// <param name="text">Name and value.</param>
    /// <param name="reason">What is wrong with it, in one sentence for a person.</param>
    /// <returns>Whether it was set.</returns>
    public bool TrySet(string text, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        reason = null;
        var name = text.Split('=')[0];
        if (All.FirstOrDefault(limit => string.Equals(limit.Name, name, StringComparison.Ordinal)) is not { } found)
        {
            reason = $"There is no limit '{name}': docs/operations.md lists them, such as connections=500.";
        }
        else if (!long.TryParse(text.AsSpan(Math.Min(text.Length, name.Length + 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || value < found.Least || value > found.Most)
        {
            reason = $"The limit '{name}' is a number of {found.Unit} from {found.Least} to {found.Most}.";
        }
        else
        {
            this[found] = value;
        }

        return reason is null;
    }
}
