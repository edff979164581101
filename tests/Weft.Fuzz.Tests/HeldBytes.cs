namespace Weft.Fuzz.Tests;

/// <summary>
/// The bytes that something holds at once: it is done again and again while another thread collects garbage without pause, and the most that
/// a collection left alive counts. Buffers that are lent by the pool of all are there before, and do not.
/// </summary>
internal static class HeldBytes
{
    /// <summary>Collections that must have met it at work: as many as tell roughly, and as many as tell well.</summary>
    private const int Few = 8;
    private const int Many = 40;

    /// <summary>Measures.</summary>
    /// <param name="work">What is done; it may be done any number of times.</param>
    /// <param name="allowed">Bytes; what holds less than half of them is not looked at closely.</param>
    public static long Of(Action work, long allowed) => Of(work, Few) is var rough && rough < allowed / 2 ? rough : Math.Max(rough, Of(work, Many));

    private static long Of(Action work, int wanted)
    {
        var before = Collect();
        long most = 0;
        using var stop = new CancellationTokenSource();
        var collections = 0;
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                most = Math.Max(most, Collect());
                Interlocked.Increment(ref collections);
            }
        });
        collector.Start();
        while (Volatile.Read(ref collections) < wanted)
        {
            work();
        }

        stop.Cancel();
        collector.Join();
        return Math.Max(0, most - before);
    }

    private static long Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        return GC.GetGCMemoryInfo(GCKind.FullBlocking).PromotedBytes;
    }
}
