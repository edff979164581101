namespace Weft.Fuzz.Tests;

/// <summary>
/// The bytes that something holds at once: it is done again and again while another thread collects garbage without pause, and the most that
/// a collection left alive counts. Buffers that are lent by the pool of all are there before, and do not.
/// </summary>
internal static class HeldBytes
{
    /// <summary>Collections that must have met it at work.</summary>
    private const int Collections = 40;

    public static long Of(Action work)
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
        while (Volatile.Read(ref collections) < Collections)
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
