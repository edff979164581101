using System.Runtime.InteropServices;

namespace Weft.Server.Access;

/// <summary>
/// So many attempts per key at once, and one more each interval after. Memory is bounded: when there are too many keys, those that have all
/// their attempts again go first, then the one that has waited longest. Thread-safe.
/// </summary>
internal sealed class AttemptLimiter<TKey>(int attempts, TimeSpan interval, TimeProvider time)
    where TKey : notnull
{
    /// <summary>Keys that are remembered: some megabytes, and more addresses than one attacker usually has.</summary>
    private const int MaxKeys = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Bucket> _buckets = [];

    /// <summary>Takes an attempt.</summary>
    /// <returns>Zero when there was one, else how long until there is.</returns>
    public TimeSpan Take(TKey key)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var left = Left_NeedsLock(key, now);
            if (left < 1)
            {
                return interval * (1 - left);
            }

            MakeRoom_NeedsLock(key, now);
            _buckets[key] = new Bucket(left - 1, now);
            return TimeSpan.Zero;
        }
    }

    /// <summary>Gives an attempt back that turned out to be none.</summary>
    public void GiveBack(TKey key)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var left = Left_NeedsLock(key, now) + 1;
            if (left >= attempts)
            {
                _buckets.Remove(key);
            }
            else
            {
                _buckets[key] = new Bucket(left, now);
            }
        }
    }

    private double Left_NeedsLock(TKey key, long now) =>
        _buckets.TryGetValue(key, out var bucket) ? LeftIn(bucket, now) : attempts;

    private double LeftIn(Bucket bucket, long now) => Math.Min(attempts, bucket.Left + (time.GetElapsedTime(bucket.Since, now) / interval));

    private void MakeRoom_NeedsLock(TKey newKey, long now)
    {
        if (_buckets.Count < MaxKeys || _buckets.ContainsKey(newKey))
        {
            return;
        }

        foreach (var (key, bucket) in _buckets.ToList())
        {
            if (LeftIn(bucket, now) >= attempts)
            {
                _buckets.Remove(key);
            }
        }

        if (_buckets.Count >= MaxKeys)
        {
            _buckets.Remove(_buckets.MinBy(b => b.Value.Since).Key);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Bucket(double Left, long Since);
}
