using Weft.Protocol;

namespace Weft.Server.Rooms;

/// <summary>The open documents. However many ask at once, a document is opened once; one that is asked for while it closes is opened anew.</summary>
internal sealed class RoomRegistry(RoomServices services)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private Task _mayOpen = Task.CompletedTask;
    private bool _stopping;

    /// <summary>Opens a document, or finds it open.</summary>
    /// <returns>The room, kept open until the lease is disposed; null when there is no such document.</returns>
    /// <exception cref="RoomClosedException">The server stops.</exception>
    /// <exception cref="ServerFullException">Too many documents are open.</exception>
    public async Task<RoomLease?> AcquireAsync(string id)
    {
        while (true)
        {
            if (TryEnter(id, out var wait) is not { } slot)
            {
                await wait.ConfigureAwait(false);
                continue;
            }

            RoomHost? host;
            try
            {
                host = await slot.Opening.ConfigureAwait(false);
            }
            catch
            {
                Leave(slot);
                throw;
            }

            if (host is { IsClosing: false })
            {
                return new RoomLease(host, () => Leave(slot));
            }

            Leave(slot);
            if (host is null)
            {
                return null;
            }

            await host.Closed.ConfigureAwait(false);
        }
    }

    /// <summary>How many documents are open, or being opened.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _slots.Count;
            }
        }
    }

    /// <summary>The documents that are open.</summary>
    public IReadOnlyList<RoomHost> Open
    {
        get
        {
            lock (_lock)
            {
                return [.. _slots.Values.Select(slot => slot.Opening).Where(o => o is { IsCompletedSuccessfully: true, Result: not null }).Select(o => o.Result!)];
            }
        }
    }

    /// <summary>How many clients are in a document now; 0 when it is not open.</summary>
    public int UsersOf(string id) => OpenHost(id)?.SessionCount ?? 0;

    /// <summary>Whether there is such a document, open or not.</summary>
    public async Task<bool> ExistsAsync(string id) => await services.Store.FindAsync(id, CancellationToken.None).ConfigureAwait(false) is not null;

    /// <summary>Tells a document, if it is open, that its members or links have changed, and who did that. One that is being opened has asked nothing yet.</summary>
    public void RefreshAccess(string id, string? by) => OpenHost(id)?.RefreshAccess(by);

    /// <summary>Tells a document its new title, if it is open or being opened: one that opens later reads it from the store.</summary>
    public async Task RetitleAsync(string id, string title)
    {
        Slot? slot;
        lock (_lock)
        {
            if (!_slots.TryGetValue(id, out slot))
            {
                return;
            }

            slot.Leases++;
        }

        try
        {
            if (await OpenedAsync(slot).ConfigureAwait(false) is { } host)
            {
                await host.PostAsync(new RoomCommand.Renamed(title)).ConfigureAwait(false);
            }
        }
        finally
        {
            Leave(slot);
        }
    }

    /// <summary>Lets an idle room close, unless somebody is about to enter it.</summary>
    public bool TryRetire(RoomHost host)
    {
        lock (_lock)
        {
            var free = _slots.TryGetValue(host.Id, out var slot) && slot.Leases == 0;
            if (free)
            {
                host.BeginClosing();
            }

            return free;
        }
    }

    /// <summary>The room is closed; the next one to ask opens the document anew.</summary>
    public void Forget(RoomHost host)
    {
        lock (_lock)
        {
            _slots.Remove(host.Id);
        }
    }

    /// <summary>Closes all rooms and takes no more.</summary>
    public async Task StopAsync()
    {
        List<Slot> slots;
        lock (_lock)
        {
            _stopping = true;
            slots = [.. _slots.Values];
        }

        await Task.WhenAll(slots.Select(slot => StopAsync(slot, "The server stops."))).ConfigureAwait(false);
    }

    /// <summary>Closes all rooms, does something to the store while nothing is open, and lets everybody come back.</summary>
    /// <param name="replace">What to do.</param>
    /// <param name="reason">Why the rooms close, for who is in them.</param>
    /// <exception cref="RoomClosedException">The server stops.</exception>
    public async Task<T> PauseAsync<T>(Func<Task<T>> replace, string reason)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<Slot> slots;
        lock (_lock)
        {
            if (_stopping || !_mayOpen.IsCompleted)
            {
                throw new RoomClosedException("*");
            }

            _mayOpen = done.Task;
            slots = [.. _slots.Values];
        }

        try
        {
            await Task.WhenAll(slots.Select(slot => StopAsync(slot, reason))).ConfigureAwait(false);
            return await replace().ConfigureAwait(false);
        }
        finally
        {
            done.SetResult();
        }
    }

    private RoomHost? OpenHost(string id)
    {
        lock (_lock)
        {
            return _slots.TryGetValue(id, out var slot) && slot.Opening is { IsCompletedSuccessfully: true, Result: { } host } ? host : null;
        }
    }

    private static async Task<RoomHost?> OpenedAsync(Slot slot)
    {
        try
        {
            return await slot.Opening.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A document that could not be opened has nobody to tell and nothing to close; whoever asked for it was told.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static async Task StopAsync(Slot slot, string reason)
    {
        if (await OpenedAsync(slot).ConfigureAwait(false) is { } host)
        {
            await host.PostAsync(new RoomCommand.Shut(CloseCodes.ServerStopping, reason)).ConfigureAwait(false);
            await host.Closed.ConfigureAwait(false);
        }
    }

    private Slot? TryEnter(string id, out Task wait)
    {
        lock (_lock)
        {
            wait = _mayOpen;
            if (!wait.IsCompleted)
            {
                return null;
            }

            if (_stopping)
            {
                throw new RoomClosedException(id);
            }

            if (!_slots.TryGetValue(id, out var slot))
            {
                if (_slots.Count >= services.Options.Limits[ServerLimits.OpenDocuments])
                {
                    throw new ServerFullException();
                }

                slot = new Slot(id);
                slot.Opening = Task.Run(() => RoomHost.OpenAsync(id, services, this));
                _slots.Add(id, slot);
            }

            slot.Leases++;
            return slot;
        }
    }

    private void Leave(Slot slot)
    {
        lock (_lock)
        {
            slot.Leases--;
            var isEmpty = slot.Opening.IsFaulted || slot.Opening is { IsCompletedSuccessfully: true, Result: null };
            if (slot.Leases == 0 && isEmpty && _slots.TryGetValue(slot.Id, out var current) && current == slot)
            {
                _slots.Remove(slot.Id);
            }
        }
    }

    private sealed class Slot(string id)
    {
        public string Id { get; } = id;

        public Task<RoomHost?> Opening { get; set; } = Task.FromResult<RoomHost?>(null);

        public int Leases { get; set; }
    }
}
