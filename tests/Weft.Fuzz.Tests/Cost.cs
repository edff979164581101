using System.Runtime.InteropServices;

namespace Weft.Fuzz.Tests;

/// <summary>What an input cost, and what it may.</summary>
/// <param name="Cpu">Processor time of the thread.</param>
/// <param name="Allocated">Bytes that were allocated, also those let go again at once.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Cost(TimeSpan Cpu, long Allocated)
{
    /// <summary>What a tiny input may take: opening a document and answering is most of it.</summary>
    public const long FreeBytes = 256 * 1024;

    /// <summary>Bytes that may be held for each byte of an input that is read.</summary>
    public const int BytesPerByte = 10;

    /// <summary>Bytes for which there are 50 ms: ten thousand operations in one frame of a room may take longer.</summary>
    private const long Stretch = 512 * 1024;

#if DEBUG
    // Every structure of the engine checks itself after every step.
    private const int Slack = 100;
#else
    private const int Slack = 1;
#endif

    /// <summary>50 ms; what is longer than half a MiB has as much for each.</summary>
    public static TimeSpan TimeFor(long size) => TimeSpan.FromMilliseconds(50 * Slack) * Math.Max(1, (double)size / Stretch);

    public static long BytesFor(long size, int parts) => Slack * ((FreeBytes * parts) + (BytesPerByte * size));

    /// <summary>What is too much, or null.</summary>
    public string? Excess(long size, int parts, int turnover) => Cpu > TimeFor(size) ? $"took {Cpu.TotalMilliseconds:F0} ms for {size} bytes"
        : Allocated > turnover * BytesFor(size, parts) ? $"allocated {Allocated} bytes for {size}"
        : null;

    public Cost Least(Cost other) => new(Cpu < other.Cpu ? Cpu : other.Cpu, Math.Min(Allocated, other.Allocated));
}
