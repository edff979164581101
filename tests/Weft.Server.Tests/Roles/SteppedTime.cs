namespace Weft.Server.Tests.Roles;

/// <summary>The system's time, which can be put forward: what a timer still waits becomes shorter by as much.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<Timer> _timers = [];
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return System.GetUtcNow() + _ahead;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        Timer[] timers;
        lock (_lock)
        {
            _ahead += by;
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Hasten();
        }
    }

    private sealed class Timer : ITimer
    {
        private readonly SteppedTime _time;
        private readonly ITimer _inner;
        private DateTimeOffset? _due;
        private TimeSpan _period;

        public Timer(SteppedTime time, TimerCallback callback, object? state)
        {
            _time = time;
            _inner = System.CreateTimer(_ => Fire(callback, state), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_time._lock)
            {
                _due = dueTime == Timeout.InfiniteTimeSpan ? null : System.GetUtcNow() + _time._ahead + dueTime;
                _period = period;
                return _inner.Change(dueTime, period);
            }
        }

        public void Hasten()
        {
            lock (_time._lock)
            {
                // One that repeats and has fired already goes on as it did.
                if (_due is { } due)
                {
                    var left = due - System.GetUtcNow() - _time._ahead;
                    _inner.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, _period);
                }
            }
        }

        private void Fire(TimerCallback callback, object? state)
        {
            lock (_time._lock)
            {
                _due = null;
            }

            callback(state);
        }

        public void Dispose()
        {
            lock (_time._lock)
            {
                _time._timers.Remove(this);
            }

            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
