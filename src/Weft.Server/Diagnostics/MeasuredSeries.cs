namespace Weft.Server.Diagnostics;

/// <summary>What an instrument measured under one label. For any thread.</summary>
internal sealed class MeasuredSeries(KeyValuePair<string, string>? label, IReadOnlyList<double>? bounds)
{
    private readonly long[] _buckets = new long[(bounds?.Count ?? 0) + 1];
    private double _sum;

    public KeyValuePair<string, string>? Label { get; } = label;

    public double Sum => Volatile.Read(ref _sum);

    /// <summary>How many values lie at or below each bound and above the one before; the last are above all.</summary>
    public IReadOnlyList<long> Buckets => _buckets;

    public void Set(double value) => Volatile.Write(ref _sum, value);

    public void Add(double value)
    {
        var place = 0;
        while (bounds is not null && place < bounds.Count && value > bounds[place])
        {
            place++;
        }

        Interlocked.Increment(ref _buckets[place]);
        double seen;
        do
        {
            seen = Volatile.Read(ref _sum);
        }
        while (BitConverter.DoubleToInt64Bits(Interlocked.CompareExchange(ref _sum, seen + value, seen)) != BitConverter.DoubleToInt64Bits(seen));
    }
}
