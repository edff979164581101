using Weft.Protocol;
using Weft.Server.Diagnostics;
using Weft.Server.Limiting;
using Weft.Storage;
using Weft.Sync;

namespace Weft.Server.Rooms;

/// <summary>Reading from the store: the document when it opens, its history when somebody needs it.</summary>
internal sealed partial class RoomHost
{
    /// <summary>Entries that are read at a time: some hundred kilobytes, whatever the log's length.</summary>
    private const int LogPage = 4_096;

    /// <summary>Opens a document from the store.</summary>
    /// <returns>The host, its loop running; null when there is no such document.</returns>
    /// <exception cref="CorruptLogException">What was stored cannot be read.</exception>
    public static async Task<RoomHost?> OpenAsync(string id, RoomServices services, RoomRegistry registry)
    {
        using var activity = Tracing.Source.StartActivity("open document");
        var stored = await services.Store.LoadAsync(id, services.Options.RecentChanges, CancellationToken.None).ConfigureAwait(false);
        if (stored is null)
        {
            return null;
        }

        var room = await OpenRoomAsync(stored, services).ConfigureAwait(false);

        // History is held from the snapshot on. If it is held as a whole there was none of use, and the next one is due.
        var host = new RoomHost(stored.Record, room, room.HistoryStart, services, registry);
        await host.LoadAuthorsAsync().ConfigureAwait(false);
        Log.Opened(services.Logger, id, room.Revision);
        _ = Task.Run(host.RunAsync);
        return host;
    }

    private static async Task<Room> OpenRoomAsync(StoredDocument stored, RoomServices services)
    {
        var record = stored.Record;
        var identity = new RoomIdentity(record.Id, record.Title, record.Kind, record.Generation);
        var schema = KindSchema.For(record.Kind);
        var options = new RoomOptions { TailChanges = services.Options.RecentChanges, HistoryChanges = services.Options.RecentChanges }
            .Within(services.Options.Limits);
        var random = new Random(services.Ids.NewSeed());
        var log = stored.Log.Select(ToChange);
        if (stored.Snapshot is not { } snapshot)
        {
            return Room.Open(identity, schema, options, random, log);
        }

        if (Room.TryOpen(identity, schema, options, random, snapshot.Bytes, log, out var room, out var reason))
        {
            return room;
        }

        Log.SnapshotNotUsed(services.Logger, record.Id, reason);
        var newest = stored.Log.Count > 0 ? stored.Log[^1].Revision : snapshot.Revision;
        var history = await ReadHistoryAsync(record.Id, newest, services).ConfigureAwait(false);
        return Room.Open(identity, schema, options, random, history, log);
    }

    private static async Task<StoredHistory> ReadHistoryAsync(string id, long revision, RoomServices services)
    {
        using var activity = Tracing.Source.StartActivity("read history");
        var started = services.Time.GetTimestamp();
        var history = new StoredHistory();
        while (history.Revision < revision)
        {
            var limit = (int)Math.Min(LogPage, revision - history.Revision);
            var page = await services.Store.ReadLogAsync(id, history.Revision, limit, CancellationToken.None).ConfigureAwait(false);
            if (page.Count == 0)
            {
                throw new CorruptLogException($"The log ends at revision {history.Revision}, before {revision}.");
            }

            foreach (var entry in page)
            {
                history.Add(ToChange(entry));
            }
        }

        var elapsed = services.Time.GetElapsedTime(started);
        services.Metrics.HistoryRead(elapsed);
        Log.HistoryRead(services.Logger, id, revision, elapsed);
        return history;
    }

    private static StoredChange ToChange(LogEntry entry) => new(entry.Revision, entry.Bytes);

    /// <summary>Reads what a command needs: who may do what, the history. The commands after it wait meanwhile.</summary>
    private async ValueTask PrepareAsync(RoomCommand command)
    {
        await GrantAgainAsync().ConfigureAwait(false);
        if (command is RoomCommand.Read { NeedsHistory: true } && _room.HistoryStart > 0)
        {
            await LoadHistoryAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask PrepareAsync(RoomCommand.Received received, ClientMessage message)
    {
        await GrantAgainAsync().ConfigureAwait(false);
        if (message is JoinMessage)
        {
            await GrantAsync([KeyValuePair.Create(received.Session, received.Peer)]).ConfigureAwait(false);
        }

        if (_room.NeedsHistory(received.Session, message))
        {
            await LoadHistoryAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask LoadHistoryAsync() =>
        _room.LoadHistory(await ReadHistoryAsync(Id, _room.HistoryStart, _services).ConfigureAwait(false), Now());
}
