namespace Weft.Server.Rooms;

/// <summary>The room's clock: it ticks often while a cursor waits for its turn, seldom otherwise, and not at all when empty.</summary>
internal sealed partial class RoomHost
{
    private static readonly TimeSpan BusyTick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan CalmTick = TimeSpan.FromSeconds(5);

    private readonly ITimer _timer;
    private long _quietSince;
    private long _dueAt = long.MaxValue;
    private volatile bool _timerFired;

    private void OnTimer()
    {
        _timerFired = true;
        _mailbox.Writer.TryWrite(RoomCommand.Wake.Instance);
    }

    private void Tick(long now)
    {
        if (_timerFired)
        {
            _timerFired = false;
            _dueAt = long.MaxValue;
            _room.Tick(now, _outputs);
        }
    }

    private void Schedule()
    {
        var now = Steady();
        var quiet = TimeSpan.FromMilliseconds(now - _quietSince);
        TimeSpan wait;
        if (_room.SessionCount == 0)
        {
            wait = _services.Options.IdleGrace > quiet ? _services.Options.IdleGrace - quiet : BusyTick;
        }
        else
        {
            wait = _room.HasWaitingCursors ? BusyTick : CalmTick;
        }

        var due = now + (long)wait.TotalMilliseconds;
        if (due < _dueAt || _timerFired)
        {
            _dueAt = due;
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private bool IsIdle() => _room.SessionCount == 0
        && Volatile.Read(ref _pending) == 0
        && Steady() - _quietSince >= (long)_services.Options.IdleGrace.TotalMilliseconds;
}
