namespace Weft.Engine.Tests;

/// <summary>Counts allocated bytes.</summary>
internal static class Allocation
{
    private const int Tries = 3;

    /// <summary>
    /// What an action allocates that does the same each time. When it seems too much it is done again, and the least
    /// counts: shared pools may have been emptied, and code compiled, in between.
    /// </summary>
    /// <param name="action">The action.</param>
    /// <param name="limit">So many bytes are not too much.</param>
    public static long Of(Action action, long limit)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Tries && least > limit; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
