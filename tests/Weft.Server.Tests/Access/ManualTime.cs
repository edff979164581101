namespace Weft.Server.Tests.Access;

/// <summary>A clock that stands until it is moved. Timers are the system's.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123);

    private long _passed;

    // An odd frequency finds who takes ticks for anything else.
    public override long TimestampFrequency => 7_919;

    public override long GetTimestamp() => (long)(TimeSpan.FromTicks(Interlocked.Read(ref _passed)).TotalSeconds * TimestampFrequency);

    public override DateTimeOffset GetUtcNow() => Start + TimeSpan.FromTicks(Interlocked.Read(ref _passed));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _passed, by.Ticks);
}
