namespace Weft.Server.Rest;

/// <summary>How many imports are being read. One for the server: a filter is made anew for each request. For any thread.</summary>
internal sealed class RunningImports
{
    private int _count;

    /// <summary>Counts one more.</summary>
    /// <returns>How many there are with it.</returns>
    public int Enter() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);
}
