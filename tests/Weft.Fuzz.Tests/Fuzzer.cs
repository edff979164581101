using System.Diagnostics;

namespace Weft.Fuzz.Tests;

/// <summary>
/// Gives a target inputs that are made of its samples. The same seed makes the same inputs; each can be made again by its number alone.
/// </summary>
/// <param name="target">What takes them.</param>
/// <param name="seed">Any number.</param>
/// <param name="measurements">
/// How often an input that seems to cost too much is measured again before that is believed: as often as it takes a compiler to see that it matters.
/// </param>
internal sealed class Fuzzer(FuzzTarget target, int seed, int measurements = 60)
{
    private bool _taken;

    public long Inputs { get; private set; }

    /// <summary>How many of them were not refused: were it none, or all, nothing would have been tried.</summary>
    public long Taken { get; private set; }

    public TimeSpan WorstTime { get; private set; }

    /// <summary>The most bytes that were allocated for each byte of an input, over those that are free.</summary>
    public double WorstBytes { get; private set; }

    /// <summary>The most bytes that were held for each byte of an input, over those that are free, of those inputs that allocated more than may be held.</summary>
    public double WorstHeld { get; private set; }

    /// <summary>Tries inputs until one must not be.</summary>
    public Finding? Run(long count)
    {
        Warm();
        for (var number = 0L; number < count; number++)
        {
            var input = Make(number);
            Inputs++;
            var failed = Try(input);
            Taken += _taken ? 1 : 0;
            if (failed is { } failure)
            {
                var least = Shrinker.Shrink(input, smaller => string.Equals(Try(smaller)?.Kind, failure.Kind, StringComparison.Ordinal));
                return new Finding(target.Name, number, failure.Kind, Try(least)?.What ?? failure.What, least);
            }
        }

        return null;
    }

    /// <summary>The input of a number.</summary>
    public byte[] Make(long number)
    {
        var random = new Random(HashOf(number));
        var sample = target.Samples[random.Next(target.Samples.Count)];
        return target.Mutate(sample, random);
    }

    /// <summary>Gives the target an input.</summary>
    /// <returns>What must not be, or null.</returns>
    public (string Kind, string What)? Try(byte[] input)
    {
        var (size, parts, turnover) = (target.SizeOf(input), target.PartsOf(input), target.Turnover);
        try
        {
            var cost = Measure(input, out var taken);
            for (var again = 0; cost.Excess(size, parts, turnover) is not null && again < measurements; again++)
            {
                cost = cost.Least(Measure(input, out taken));
            }

            _taken = taken;
            WorstTime = cost.Cpu > WorstTime ? cost.Cpu : WorstTime;
            WorstBytes = Math.Max(WorstBytes, OverFree(cost.Allocated));
            var excess = cost.Excess(size, parts, turnover);
            if (excess is null && cost.Allocated > Cost.BytesFor(size, parts))
            {
                var held = HeldBytes.Of(() => target.Run(input), cost.Allocated, Cost.BytesFor(size, parts));
                WorstHeld = Math.Max(WorstHeld, OverFree(held));
                excess = held > Cost.BytesFor(size, parts) ? $"held {held} bytes for {size}" : null;
            }

            return excess is null ? null : (excess.Split(' ')[0], excess);
        }
#pragma warning disable CA1031 // Whatever escapes is what is looked for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _taken = false;
            return (KindOf(exception), exception.ToString());
        }

        double OverFree(long bytes) => Math.Max(0, bytes - (Cost.FreeBytes * parts)) / (double)Math.Max(1, size);
    }

    private Cost Measure(byte[] input, out bool taken)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var time = ThreadClock.Now();
        taken = target.Run(input);
        return new Cost(ThreadClock.Now() - time, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }

    // What happens once in a process, such as compiling a method, is no input's cost.
    private void Warm()
    {
        foreach (var sample in target.Samples)
        {
            target.Run(sample);
        }
    }

    private int HashOf(long number) => unchecked((int)((ulong)((number + 1) * -7046029254386353131L) >> 32) ^ (seed * 397));

    private static string KindOf(Exception exception)
    {
        var frame = new StackTrace(exception).GetFrame(0)?.GetMethod();
        return $"{exception.GetType().Name} in {frame?.DeclaringType?.Name}.{frame?.Name}";
    }
}
