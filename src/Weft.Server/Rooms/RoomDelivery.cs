using System.Runtime.InteropServices;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Server.Rooms;

/// <summary>
/// What a room says, on its way to the peers. The room's loop puts in line what is to be said to whom; one pass at a time takes all
/// that stands there. What several peers are told one after the other is encoded once, as one frame where they take that, so a pass costs one
/// send for each peer and not for each change; what comes up meanwhile makes the next pass. A large audience is served beside the room's
/// loop, a small one by the loop itself.
/// </summary>
/// <param name="failed">Is told what broke a pass; those that it was for may miss something.</param>
internal sealed class RoomDelivery(Action<Exception> failed) : IThreadPoolWorkItem
{
    /// <summary>Up to so many peers are served at once: another thread to wake would cost more than their sends.</summary>
    private const int SmallAudience = 16;

    private readonly Lock _lock = new();
    private readonly List<ServerMessage> _told = [];
    private readonly List<IRoomPeer> _single = [];
    private readonly List<IRoomPeer[]> _audiences = [];
    private List<Parcel> _waiting = [];
    private List<Parcel> _going = [];
    private IRoomPeer[]? _audience;
    private IRoomPeer? _outside;
    private TaskCompletionSource? _drained;
    private int _largest;
    private bool _isRunning;

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
            if (_isRunning || _waiting.Count == 0)
            {
                return;
            }

            _isRunning = true;
            largest = _largest;
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

    /// <summary>Completes when nothing stands in line and no pass is under way.</summary>
    public Task DrainAsync()
    {
        Start();
        lock (_lock)
        {
            return _isRunning
                ? (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task
                : Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public void Execute()
    {
        while (TakeAll())
        {
            try
            {
                foreach (ref readonly var parcel in CollectionsMarshal.AsSpan(_going))
                {
                    Deliver(parcel);
                }

                EndRun();
                Flush();
            }
#pragma warning disable CA1031 // A broken invariant stops this document, and no other.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failed(exception);
            }

            _going.Clear();
        }
    }

    private void Add(Parcel parcel)
    {
        lock (_lock)
        {
            _waiting.Add(parcel);
            _largest = Math.Max(_largest, parcel.Audience?.Length ?? 1);
        }
    }

    private bool TakeAll()
    {
        lock (_lock)
        {
            (_waiting, _going) = (_going, _waiting);
            _isRunning = _going.Count > 0;
            if (!_isRunning)
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
            Tell(audience);
            _audiences.Add(audience);
            _told.Clear();
            _audience = null;
        }

        _outside = null;
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
    }

    private readonly record struct Parcel(IRoomPeer? Peer, IRoomPeer[]? Audience, ServerMessage? Message, Close? End);
}
