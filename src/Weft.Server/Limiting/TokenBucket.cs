namespace Weft.Server.Limiting;

/// <summary>So many a second, with a reserve for bursts. For one thread.</summary>
internal sealed class TokenBucket(double perSecond, double reserve, TimeProvider time)
{
    private readonly double _reserve = reserve;
    private double _tokens = reserve;
    private long _last = time.GetTimestamp();

    /// <summary>So many a second, twice as many at once.</summary>
    public static TokenBucket PerSecond(long count, TimeProvider time) => new(count, 2.0 * count, time);

    /// <summary>So many a minute, all of them at once if need be.</summary>
    public static TokenBucket PerMinute(long count, TimeProvider time) => new(count / 60.0, count, time);

    public bool TryTake()
    {
        Refill();
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }

    /// <summary>Takes in any case, and goes into debt when there is not enough.</summary>
    /// <returns>How long it takes to be out of debt.</returns>
    public TimeSpan Charge(double amount)
    {
        Refill();
        _tokens -= amount;
        return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / perSecond);
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(_reserve, _tokens + (perSecond * time.GetElapsedTime(_last, now).TotalSeconds));
        _last = now;
    }
}
