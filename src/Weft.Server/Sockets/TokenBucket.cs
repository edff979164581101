namespace Weft.Server.Sockets;

/// <summary>So many a second, with a reserve for bursts. For one thread.</summary>
internal sealed class TokenBucket(double perSecond, double reserve, TimeProvider time)
{
    private readonly double _reserve = reserve;
    private double _tokens = reserve;
    private long _last = time.GetTimestamp();

    public bool TryTake()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(_reserve, _tokens + (perSecond * time.GetElapsedTime(_last, now).TotalSeconds));
        _last = now;
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }
}
