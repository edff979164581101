namespace Weft.Fuzz.Tests;

/// <summary>
/// The bytes that something holds at once: it is done again and again while another thread collects garbage at chance moments of it, and the most
/// that a collection left alive counts. Buffers that are lent by the pool of all are there before, and do not.
/// </summary>
internal static class HeldBytes
{
    /// <summary>Collections: as many as tell roughly, and as many as tell well.</summary>
    private const int Few = 8;
    private const int Many = 40;

    /// <summary>How often something is done for a collection: that it takes more than a few times is rare.</summary>
    private const int MostRuns = 100;

    /// <summary>Measures.</summary>
    /// <param name="work">What is done; it may be done any number of times.</param>
    /// <param name="allocates">Bytes that it allocates each time, above 0: collections are spread over them.</param>
    /// <param name="allowed">Bytes; what holds less than half of them is not looked at closely.</param>
    public static long Of(Action work, long allocates, long allowed) =>
        Of(work, allocates, Few) is var rough && rough < allowed / 2 ? rough : Math.Max(rough, Of(work, allocates, Many));

    private static long Of(Action work, long allocates, int collections)
    {
        var before = Collect();
        long most = 0;
        var left = collections;
        var collector = new Thread(() =>
        {
            // By what was allocated, not by time: a thread that waits for its processor is not measured in the meantime.
            var random = new Random(collections);
            for (var next = GC.GetTotalAllocatedBytes() + random.NextInt64(allocates); Volatile.Read(ref left) > 0; Thread.Yield())
            {
                if (GC.GetTotalAllocatedBytes() >= next)
                {
                    most = Math.Max(most, Collect());
                    next = GC.GetTotalAllocatedBytes() + random.NextInt64(allocates);
                    Interlocked.Decrement(ref left);
                }
            }
        });
        collector.Start();
        for (var runs = 0; Volatile.Read(ref left) > 0 && runs < MostRuns * collections; runs++)
        {
            work();
        }

        // What allocates only at first holds nothing at chance moments.
        Volatile.Write(ref left, 0);
        collector.Join();
        return Math.Max(0, most - before);
    }

    private static long Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        return GC.GetGCMemoryInfo(GCKind.FullBlocking).PromotedBytes;
    }
}
