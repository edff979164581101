using Weft.Protocol;

namespace Weft.Sync;

/// <summary>
/// What one connection may still send (BEAT-5, FRAME-6), as a state machine for the server's socket loop. Times are milliseconds
/// since 1970.
/// </summary>
public sealed class MessageBudget
{
    private readonly Queue<long> _bad = new();
    private double _left = Limits.MessageReserve;
    private long _counted;
    private long? _overrunSince;
    private long _lastDropped;
    private long _lastTold = long.MinValue / 2;

    /// <summary>A budget that is full.</summary>
    public MessageBudget(long now) => _counted = now;

    /// <summary>Counts a message other than a change.</summary>
    public BudgetDecision CountMessage(long now)
    {
        _left = Math.Min(Limits.MessageReserve, _left + ((now - _counted) * Limits.MessagesPerSecond / 1_000.0));
        _counted = now;
        if (_left >= 1)
        {
            _left--;
            return BudgetDecision.Take;
        }

        // A second without a drop ends an overrun.
        if (_overrunSince is null || now - _lastDropped > 1_000)
        {
            _overrunSince = now;
        }

        _lastDropped = now;
        if (now - _overrunSince >= (long)Limits.SlowDownPatience.TotalMilliseconds)
        {
            return BudgetDecision.Close;
        }

        if (now - _lastTold < 1_000)
        {
            return BudgetDecision.Drop;
        }

        _lastTold = now;
        return BudgetDecision.DropAndTell;
    }

    /// <summary>Counts a bad message: answered, or the last one.</summary>
    /// <returns><see cref="BudgetDecision.Take"/> or <see cref="BudgetDecision.Close"/>.</returns>
    public BudgetDecision CountBadMessage(long now)
    {
        _bad.Enqueue(now);
        while (_bad.TryPeek(out long oldest) && now - oldest >= (long)Limits.BadMessageWindow.TotalMilliseconds)
        {
            _bad.Dequeue();
        }

        return _bad.Count > Limits.MaxBadMessages ? BudgetDecision.Close : BudgetDecision.Take;
    }
}
