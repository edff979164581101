using System.Runtime.InteropServices;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Server.Rooms;

/// <summary>
/// What a room says, on its way to the peers. The room's loop puts in line what is to be said to whom; one pass at a time takes all
/// that stands there. What several peers are told one after the other is encoded once, as one frame where they take that, so a pass costs one
/// send for each peer and not for each change; what comes up meanwhile makes the next pass. A large audience is served beside the room's
/// loop, a small one by the loop itself. A large audience that was told something a moment ago is told the next thing a little later,
/// together with what came up until then: telling it takes at most half of the time, so that its size does not hold up those who write.
/// </summary>
/// <param name="time">The server's time.</param>
/// <param name="failed">Is told what broke a pass; those that it was for may miss something.</param>
internal sealed class RoomDelivery(TimeProvider time, Action<Exception> failed) : IThreadPoolWorkItem
{
    /// <summary>Up to so many peers are served at once: another thread to wake would cost more than their sends.</summary>
    private const int SmallAudience = 16;

    /// <summary>The least time between two frames to a large audience: as long as a fast screen shows one picture.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(8);

    private readonly Lock _lock = new();
    private readonly List<ServerMessage> _told = [];
    private readonly List<IRoomPeer> _single = [];
    private readonly List<IRoomPeer[]> _audiences = [];
    private List<Parcel> _waiting = [];
    private List<Parcel> _going = [];
    private IRoomPeer[]? _audience;
    private IRoomPeer? _outside;
    private TaskCompletionSource? _drained;
    private ITimer? _timer;
    private long _passBegan;
    private long _passEnded;
    private TimeSpan _rest;
    private int _largest;
    private bool _isLarge;
    private bool _isRunning;
    private bool _isDue;
    private bool _holds;

    /// <summary>Puts a message to one peer in line.</summary>
    public void Add(IRoomPeer peer, ServerMessage message) => Add(new Parcel(peer, null, message, null));

    /// <summary>Puts a message to many peers in line. The same array for the same peers makes one frame of neighbours.</summary>
    public void Add(IRoomPeer[] peers, ServerMessage message) => Add(new Parcel(null, peers, message, null));

    /// <summary>Puts the end of a peer's stay in line.</summary>
    public void AddClose(IRoomPeer peer, int code, string reason) => Add(new Parcel(peer, null, null, new Close(default, code, reason)));

    /// <summary>Sees to it that what stands in line is delivered. Does not wait for it, whatever the audience.</summary>
    public void Start()
    {
        int largest;
        lock (_lock)
        {
            if (_isRunning || (_waiting.Count == 0 && !_isDue))
            {
                return;
            }

            _isRunning = true;
            largest = _isDue && _holds ? int.MaxValue : IsEarly ? 0 : _largest;
            _largest = 0;
        }

        if (largest > SmallAudience)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            Execute();
        }
    }

    /// <summary>Delivers everything now. Completes when nothing stands in line and no pass is under way.</summary>
    public Task DrainAsync()
    {
        Task drained;
        lock (_lock)
        {
            if (!_isRunning && !_holds && _waiting.Count == 0)
            {
                return Task.CompletedTask;
            }

            _isDue = true;
            drained = (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        Start();
        return drained;
    }

    /// <inheritdoc/>
    public void Execute()
    {
        while (TakeAll(out var isDue))
        {
            try
            {
                foreach (ref readonly var parcel in CollectionsMarshal.AsSpan(_going))
                {
                    Deliver(parcel);
                }

                if (!isDue && IsEarly && _audience?.Length > SmallAudience)
                {
                    Hold();
                }
                else
                {
                    EndRun();
                }

                Flush();
            }
#pragma warning disable CA1031 // A broken invariant stops this document, and no other.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failed(exception);
                ForgetRun();
            }

            _going.Clear();
        }
    }

    /// <summary>Whether a large audience was told something a moment ago.</summary>
    private bool IsEarly => time.GetElapsedTime(_passEnded) < _rest;

    private void Hold()
    {
        lock (_lock)
        {
            if (_holds)
            {
                return;
            }

            _holds = true;
        }

        _timer ??= time.CreateTimer(_ => Release(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(_rest - time.GetElapsedTime(_passEnded) is { Ticks: > 0 } wait ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Release()
    {
        lock (_lock)
        {
            if (!_holds)
            {
                return;
            }

            _isDue = true;
        }

        Start();
    }

    private void Add(Parcel parcel)
    {
        lock (_lock)
        {
            _waiting.Add(parcel);
            _largest = Math.Max(_largest, parcel.Audience?.Length ?? 1);
        }
    }

    private bool TakeAll(out bool isDue)
    {
        lock (_lock)
        {
            (_waiting, _going) = (_going, _waiting);
            isDue = _isDue;
            _isDue = false;
            _isRunning = _going.Count > 0 || (isDue && _holds);
            if (!_isRunning && !_holds)
            {
                _drained?.SetResult();
                _drained = null;
            }

            return _isRunning;
        }
    }

    private void Deliver(in Parcel parcel)
    {
        if (parcel.Audience is { } audience)
        {
            if (audience != _audience)
            {
                EndRun();
                _audience = audience;
            }

            _told.Add(parcel.Message!);
            return;
        }

        var peer = parcel.Peer!;
        if (IsInRun(peer))
        {
            EndRun();
        }

        if (parcel.End is { } end)
        {
            peer.Flush();
            peer.Close(end.Code, end.Reason);
        }
        else
        {
            peer.Send(new Frame(parcel.Message!));
            if (_single.Count == 0 || _single[^1] != peer)
            {
                _single.Add(peer);
            }
        }
    }

    // An author is not among those who are told of its changes, and its answers stand between them: it is looked for once.
    private bool IsInRun(IRoomPeer peer)
    {
        if (_audience is null || peer == _outside)
        {
            return false;
        }

        if (Array.IndexOf(_audience, peer) >= 0)
        {
            return true;
        }

        _outside = peer;
        return false;
    }

    private void EndRun()
    {
        if (_audience is { } audience)
        {
            if (audience.Length > SmallAudience && !_isLarge)
            {
                _isLarge = true;
                _passBegan = time.GetTimestamp();
            }

            Tell(audience);
            _audiences.Add(audience);
            ForgetRun();
        }

        _outside = null;
    }

    private void ForgetRun()
    {
        _told.Clear();
        _audience = null;
        lock (_lock)
        {
            _holds = false;
        }
    }

    private void Tell(IRoomPeer[] audience)
    {
        Frame? all = null;
        Frame[]? each = null;
        foreach (var peer in audience)
        {
            if (peer.TakesBatches)
            {
                peer.Send(all ??= new Frame(ChangeRuns.Join(_told)));
                continue;
            }

            foreach (var frame in each ??= [.. _told.Select(message => new Frame(message))])
            {
                peer.Send(frame);
            }
        }
    }

    // Authors first: they go on while the others are told.
    private void Flush()
    {
        foreach (var peer in _single)
        {
            peer.Flush();
        }

        foreach (var audience in _audiences)
        {
            foreach (var peer in audience)
            {
                peer.Flush();
            }
        }

        _single.Clear();
        _audiences.Clear();
        if (_isLarge)
        {
            _isLarge = false;
            _passEnded = time.GetTimestamp();
            var took = time.GetElapsedTime(_passBegan, _passEnded);
            _rest = took < Pace / 2 ? Pace - took : took;
        }
    }

    private readonly record struct Parcel(IRoomPeer? Peer, IRoomPeer[]? Audience, ServerMessage? Message, Close? End);
}
