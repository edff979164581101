using Weft.Protocol;

namespace Weft.Server.Sockets;

/// <summary>Holds FRAME-6: how many bad messages of one connection are borne. For one thread.</summary>
internal sealed class BadMessageBudget(long most, TimeProvider time)
{
    private readonly Queue<long> _recent = new();

    /// <summary>Counts one.</summary>
    /// <returns>Whether that was one too many.</returns>
    public bool IsExhausted()
    {
        var now = time.GetTimestamp();
        while (_recent.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) > Limits.BadMessageWindow)
        {
            _recent.Dequeue();
        }

        _recent.Enqueue(now);
        return _recent.Count > most;
    }
}
