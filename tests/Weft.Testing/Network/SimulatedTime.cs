namespace Weft.Testing.Network;

/// <summary>Manual time with things to happen in it, on one thread: the same plan always runs the same way.</summary>
public sealed class SimulatedTime
{
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private long _order;

    /// <summary>Milliseconds since 1970; an odd start, so that nobody counts on round numbers.</summary>
    public long Now { get; private set; } = 1_790_000_000_003;

    /// <summary>Makes something happen later, after all that was to happen at the same time.</summary>
    public void After(long milliseconds, Action action) => At(Now + milliseconds, action);

    /// <summary>Makes something happen at a time, or now if that has passed.</summary>
    public void At(long time, Action action) => _events.Enqueue(action, (Math.Max(time, Now), _order++));

    /// <summary>Lets all happen that is due within a time.</summary>
    public void RunFor(long milliseconds)
    {
        long end = Now + milliseconds;
        while (_events.TryPeek(out Action? action, out (long At, long Order) due) && due.At <= end)
        {
            _events.Dequeue();
            Now = due.At;
            action();
        }

        Now = end;
    }
}
