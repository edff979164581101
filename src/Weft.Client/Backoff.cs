using Weft.Protocol;

namespace Weft.Client;

/// <summary>When to connect again, and when to give up (BEAT-3).</summary>
/// <param name="first">The wait before the first attempt.</param>
internal sealed class Backoff(TimeSpan first)
{
    private const double Growth = 1.5;

    // Eight seconds, where the first wait is one.
    private const int CrowdedStep = 5;

    private int _step;

    /// <summary>How long a connection lasts, in first waits, before the wait after it is the first one again: half a minute.</summary>
    public const int LastingWaits = 30;

    /// <summary>How many attempts were made since the server last let the client in.</summary>
    public int Attempt { get; private set; }

    /// <summary>Takes note of an end, and says how long to wait after it.</summary>
    /// <param name="end">How the last connection ended.</param>
    /// <returns>The wait; null when it is to be given up.</returns>
    public TimeSpan? WaitAfter(ConnectionEnd end)
    {
        ArgumentNullException.ThrowIfNull(end);
        Attempt = end.HasJoined ? 0 : Attempt;
        _step = end.HasLasted ? 0 : _step;
        if (end.IsStrained)
        {
            // A server that answers is not lost: it is asked again, ever more seldom, until it can.
            Attempt = Math.Min(Attempt, Limits.MaxReconnects - 1);
        }

        if (end.IsCrowded)
        {
            _step = Math.Max(_step, CrowdedStep);
        }

        return end.Final is null && Attempt < Limits.MaxReconnects ? first * Math.Pow(Growth, _step) : null;
    }

    /// <summary>Counts the attempt that is made now.</summary>
    public void Next()
    {
        Attempt = Math.Min(Attempt + 1, Limits.MaxReconnects);
        _step = Math.Min(_step + 1, Limits.MaxReconnects - 1);
    }

    /// <summary>Begins anew, because somebody asked for it.</summary>
    public void Reset() => Attempt = _step = 0;
}
