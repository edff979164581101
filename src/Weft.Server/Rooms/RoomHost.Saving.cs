using Weft.Protocol;
using Weft.Storage;
using Weft.Sync;

namespace Weft.Server.Rooms;

/// <summary>The side that faces the store: appends, snapshots, and the end.</summary>
internal sealed partial class RoomHost
{
    /// <summary>A document's snapshots are at least this part of its revisions apart, so that writing them costs a bounded share.</summary>
    private const int SnapshotShare = 16;

    /// <summary>Appends that are given to the writer at once at most.</summary>
    private const int MaxAppends = 256;

    private readonly List<LogAppend> _appends = [];
    private long _arrived;
    private long _firstArrived;

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Exception? _failure;
    private Task _snapshotting = Task.CompletedTask;
    private StoredSnapshot? _heldSnapshot;
    private long _snapshotted;
    private long _durable;
    private long _told;
    private int _pending;
    private int _woken;

    /// <summary>What the room wants written waits until the mailbox is empty: what came together is one piece of work for the writer.</summary>
    private ValueTask GatherAsync(Append append)
    {
        if (_appends.Count == 0)
        {
            _firstArrived = _arrived;
        }

        _appends.Add(new LogAppend(Id, append.Revision, append.Bytes));
        return _appends.Count < MaxAppends ? ValueTask.CompletedTask : SubmitAsync();
    }

    private async ValueTask SubmitAsync()
    {
        if (_appends.Count == 0)
        {
            return;
        }

        var appends = _appends.ToArray();
        var arrived = _firstArrived;
        _appends.Clear();
        Interlocked.Increment(ref _pending);
        try
        {
            await _services.Commits.EnqueueAsync(appends, failure => OnCommitted(appends, arrived, failure), CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch
        {
            Interlocked.Decrement(ref _pending);
            throw;
        }
    }

    // Notes the fact and wakes the loop, which tells it. When the mailbox is full the loop is busy and looks anyway.
    private void OnCommitted(LogAppend[] appends, long arrived, Exception? failure)
    {
        if (failure is null)
        {
            Interlocked.Exchange(ref _durable, appends[^1].Revision);
            MeasureDurable(appends.Length, arrived);
        }
        else
        {
            _failure ??= failure;
        }

        if (Interlocked.Decrement(ref _pending) == 0 && _closing)
        {
            _drained.TrySetResult();
        }

        if (Interlocked.Exchange(ref _woken, 1) == 0)
        {
            _mailbox.Writer.TryWrite(RoomCommand.Wake.Instance);
        }
    }

    private async ValueTask TellCommittedAsync()
    {
        // First the flag, then the look: whoever commits in between wakes the loop again.
        Interlocked.Exchange(ref _woken, 0);
        var durable = Interlocked.Read(ref _durable);
        if (durable <= _told)
        {
            return;
        }

        _told = durable;
        _room.Committed(durable, Now(), _outputs);
        await DeliverAsync().ConfigureAwait(false);
    }

    private async ValueTask TakeSnapshotIfDueAsync()
    {
        if (_heldSnapshot is null && _room.Revision - _snapshotted >= Math.Max(_services.Options.SnapshotInterval, _room.Revision / SnapshotShare))
        {
            // It takes a while: whoever woke the loop has something else to do.
            await Task.Yield();
            _snapshotted = _room.Revision;
            _heldSnapshot = new StoredSnapshot(_room.Revision, _room.Snapshot());
        }

        // A snapshot must not run ahead of the log: it waits until its last change is durable.
        if (_heldSnapshot is { } held && held.Revision <= Interlocked.Read(ref _durable) && _snapshotting.IsCompleted)
        {
            _heldSnapshot = null;
            _snapshotting = SaveAsync(held);
        }
    }

    private async Task SaveAsync(StoredSnapshot snapshot)
    {
        try
        {
            await _services.Store.SaveSnapshotAsync(Id, snapshot.Revision, snapshot.Bytes, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Without the snapshot the document opens from its log: slower, and nothing is lost.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!_deleted)
            {
                Log.SnapshotFailed(_services.Logger, Id, exception);
            }
        }
    }

    private RoomCommand.Shut FailedShut()
    {
        if (_deleted)
        {
            return new RoomCommand.Shut(CloseCodes.DocumentDeleted, "The document was deleted.");
        }

        if (_failure is { } failure)
        {
            Log.Failed(_services.Logger, Id, failure);
        }

        return new RoomCommand.Shut(CloseCodes.NotSaved, _failure is StoreFaultException fault
            ? $"{fault.Summary}; what is not saved stays with you and is sent again."
            : "The document could not be saved; join again.");
    }

    private async Task CloseAsync(RoomCommand.Shut shut)
    {
        _closing = true;
        _mailbox.Writer.TryComplete();
        await _timer.DisposeAsync().ConfigureAwait(false);
        _accessTimer?.Dispose();
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _pending) > 0)
        {
            await _drained.Task.ConfigureAwait(false);
        }

        if (_failure is null)
        {
            await LeaveSnapshotAsync().ConfigureAwait(false);
        }

        // Nothing of this stay is written when the next one has begun.
        await _snapshotting.ConfigureAwait(false);
        while (_mailbox.Reader.TryRead(out var command))
        {
            if (command is RoomCommand.Received received)
            {
                _peers.TryAdd(received.Session, received.Peer);
            }
        }

        foreach (var peer in _peers.Values)
        {
            _delivery.AddClose(peer, shut.Code, shut.Reason);
        }

        await _delivery.DrainAsync().ConfigureAwait(false);

        Volatile.Write(ref _sessionCount, 0);
        Log.Closed(_services.Logger, Id, _room.Revision);
        _registry.Forget(this);
        _closed.SetResult();
    }

    // Tells what was saved in the meantime, and leaves a snapshot so that the next opening is quick.
    private async Task LeaveSnapshotAsync()
    {
        try
        {
            await TellCommittedAsync().ConfigureAwait(false);
            await _snapshotting.ConfigureAwait(false);
            var newest = _heldSnapshot?.Revision ?? _snapshotted;
            if (!_deleted && (_heldSnapshot is not null || _room.Revision > newest))
            {
                await SaveAsync(new StoredSnapshot(_room.Revision, _room.Snapshot())).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // The document is closing and all of its changes are in the log; what failed is only said.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.Failed(_services.Logger, Id, exception);
        }
    }
}
