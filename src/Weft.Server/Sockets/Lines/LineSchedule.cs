namespace Weft.Server.Sockets.Lines;

/// <summary>
/// Says when what is sent over a simulated line arrives: in order, whole, and late. What is lost is sent again by TCP after its
/// retransmission timeout, which doubles each time (RFC 6298), and everything behind it waits. For one direction and one thread.
/// </summary>
internal sealed class LineSchedule(LineSettings settings, Random random)
{
    /// <summary>Bytes of a TCP segment on Ethernet.</summary>
    private const int SegmentBytes = 1_460;

    /// <summary>Linux's shortest retransmission timeout; the round trip comes on top.</summary>
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(200);

    private TimeSpan _last;

    /// <summary>When bytes that are sent now arrive.</summary>
    /// <param name="now">Now, on any clock that only grows.</param>
    /// <param name="bytes">How many.</param>
    /// <returns>The time on the same clock; never before <paramref name="now"/> or what was returned before.</returns>
    public TimeSpan Arrival(TimeSpan now, int bytes)
    {
        var lag = settings.Lag + (settings.Jitter * ((random.NextDouble() * 2) - 1));
        var late = TimeSpan.Zero;
        for (var sent = 0; sent < bytes; sent += SegmentBytes)
        {
            late = Max(late, Retransmission());
        }

        return _last = Max(_last, now + Max(lag, TimeSpan.Zero) + late);
    }

    private TimeSpan Retransmission()
    {
        var late = TimeSpan.Zero;
        for (var timeout = ShortestTimeout + (settings.Lag * 2); random.NextDouble() < settings.Drop; timeout *= 2)
        {
            late += timeout;
        }

        return late;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
