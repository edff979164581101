using System.Diagnostics;

namespace Weft.Load;

/// <summary>Counts times in classes that are 3 % wide. Any thread may add.</summary>
internal sealed class Latencies
{
    private const double Width = 1.03;

    private readonly int[] _classes = new int[1024];

    public void Add(long ticks)
    {
        var microseconds = Math.Max(1, ticks * 1e6 / Stopwatch.Frequency);
        Interlocked.Increment(ref _classes[Math.Min(_classes.Length - 1, (int)(Math.Log(microseconds) / Math.Log(Width)))]);
    }

    /// <summary>The time that a part of all stays below.</summary>
    /// <param name="part">0 to 1.</param>
    /// <returns>Milliseconds; NaN when there are none.</returns>
    public double Quantile(double part)
    {
        var rest = part * _classes.Sum(n => (long)n);
        for (var i = 0; i < _classes.Length; i++)
        {
            rest -= _classes[i];
            if (rest <= 0 && _classes[i] > 0)
            {
                return Math.Pow(Width, i + 0.5) / 1000;
            }
        }

        return double.NaN;
    }
}
