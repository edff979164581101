namespace Weft.Server.Limiting;

/// <summary>What comes from one address. For any thread.</summary>
internal sealed class AddressUse
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TokenBucket _messages;
    private readonly TokenBucket _bytes;
    private readonly TokenBucket _joins;
    private readonly TokenBucket _requests;
    private readonly TokenBucket _imports;
    private readonly TokenBucket _uploads;
    private long _lastUse;

    public AddressUse(ServerLimits limits, TimeProvider time)
    {
        _time = time;
        _messages = TokenBucket.PerSecond(limits[ServerLimits.AddressMessages], time);
        _bytes = TokenBucket.PerSecond(limits[ServerLimits.AddressBytes], time);
        _joins = TokenBucket.PerMinute(limits[ServerLimits.AddressJoins], time);
        _requests = TokenBucket.PerMinute(limits[ServerLimits.AddressRequests], time);
        _imports = TokenBucket.PerMinute(limits[ServerLimits.AddressImports], time);
        _uploads = TokenBucket.PerMinute(limits[ServerLimits.AddressUploads], time);
        _lastUse = time.GetTimestamp();
    }

    /// <summary>How many connections it has. Changed by <see cref="AddressTable"/> alone.</summary>
    public int Connections { get; set; }

    /// <summary>How long nothing came from it.</summary>
    public TimeSpan Idle
    {
        get
        {
            lock (_lock)
            {
                return _time.GetElapsedTime(_lastUse);
            }
        }
    }

    /// <summary>Notes that something comes, whatever it will be.</summary>
    public void Touch()
    {
        lock (_lock)
        {
            _lastUse = _time.GetTimestamp();
        }
    }

    public bool TryJoin() => TryTake(_joins);

    public bool TryRequest() => TryTake(_requests);

    public bool TryImport() => TryTake(_imports);

    public bool TryUpload() => TryTake(_uploads);

    /// <summary>Counts a message.</summary>
    /// <returns>How long the next one is to wait; zero as long as the address keeps within its limits.</returns>
    public TimeSpan Charge(int bytes)
    {
        lock (_lock)
        {
            _lastUse = _time.GetTimestamp();
            var messages = _messages.Charge(1);
            var volume = _bytes.Charge(bytes);
            return messages > volume ? messages : volume;
        }
    }

    private bool TryTake(TokenBucket bucket)
    {
        lock (_lock)
        {
            _lastUse = _time.GetTimestamp();
            return bucket.TryTake();
        }
    }
}
