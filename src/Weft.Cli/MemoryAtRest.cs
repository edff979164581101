using Microsoft.Extensions.Hosting;

namespace Weft.Cli;

/// <summary>
/// Gives memory back when the server has come to rest. The collector runs when much is allocated, so what the last busy minute left behind would stay for as
/// long as nothing happens.
/// </summary>
internal sealed class MemoryAtRest(TimeProvider time) : BackgroundService
{
    private const long MiB = 1024 * 1024;

    /// <summary>How often it is looked whether the server rests.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>Bytes that a resting server may allocate in a period.</summary>
    private const long Quiet = MiB / 4;

    /// <summary>Bytes that must have been allocated since the last time for it to be worth while.</summary>
    private const long Worth = 4 * MiB;

    /// <summary>A larger heap is collected beside the work and not moved together: stopping everything for it would be felt.</summary>
    private const long Large = 256 * MiB;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var (collected, before) = (0L, 0L);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            var now = GC.GetTotalAllocatedBytes();
            if (now - before < Quiet && now - collected > Worth)
            {
                var moves = GC.GetTotalMemory(forceFullCollection: false) < Large;
                GC.Collect(GC.MaxGeneration, moves ? GCCollectionMode.Aggressive : GCCollectionMode.Optimized, blocking: moves, compacting: moves);
                collected = now;
            }

            before = now;
        }
    }
}
