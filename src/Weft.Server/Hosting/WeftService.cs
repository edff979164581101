using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weft.Server.Access;
using Weft.Server.Diagnostics;
using Weft.Server.Files;
using Weft.Server.Gateways;
using Weft.Server.Limiting;
using Weft.Server.Rooms;
using Weft.Server.Sockets;
using Weft.Storage;
using Weft.Storage.Sqlite;
using Weft.Storage.Sqlite.Backups;

namespace Weft.Server.Hosting;

/// <summary>
/// The server's life inside its host: opens the store before the first request, tells everybody when the host begins to stop, and leaves
/// everything written behind.
/// </summary>
internal sealed class WeftService : IHostedService, IAsyncDisposable
{
    /// <summary>How long documents may take to answer what they were sent before a stop, until the connections are closed all the same.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    private readonly WeftOptions _options;
    private readonly TimeProvider _time;
    private readonly IdSource _ids;
    private readonly WeftMetrics _metrics;
    private readonly ILogger<WeftService> _logger;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ServerAccess _access;
    private readonly GatewayTable _gateways;
    private readonly DocumentFiles _files;
    private CancellationTokenRegistration _onStopping;
    private Task _goodbye = Task.CompletedTask;
    private ControlSocket? _control;
    private Running? _running;

    public WeftService(
        WeftOptions options, TimeProvider time, IdSource ids, WeftMetrics metrics, ILogger<WeftService> logger, IHostApplicationLifetime lifetime, ServerAccess access,
        GatewayTable gateways, DocumentFiles files)
    {
        _options = options;
        _time = time;
        _ids = ids;
        _metrics = metrics;
        _logger = logger;
        _lifetime = lifetime;
        _access = access;
        _gateways = gateways;
        _files = files;
    }

    public IDocumentStore Store => Now.Store;

    public RoomRegistry Rooms => Now.Rooms;

    public ConnectionTable Connections => Now.Connections;

    public AddressTable Addresses => Now.Addresses;

    public DocumentFiles Files => _files;

    /// <summary>When it started.</summary>
    public DateTimeOffset Started { get; private set; }

    /// <summary>Why no work is taken, in one word: <c>starting</c> or <c>stopping</c>; null while it is.</summary>
    public string? Life => _lifetime.ApplicationStopping.IsCancellationRequested ? "stopping" : _running is null ? "starting" : null;

    private Running Now => _running ?? throw new InvalidOperationException("Weft has not started: requests come before the host runs its services.");

    /// <summary>Opens the store.</summary>
    /// <exception cref="StorageException">The data is of a newer version, or in use.</exception>
    /// <exception cref="IOException">The data folder cannot be written.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var store = _options.Store ?? SqliteDocumentStore.Open(_options.DataFolder, _time);
        try
        {
            await _access.Data.OpenAsync(cancellationToken).ConfigureAwait(false);
            _files.Open(store);
        }
        catch when (_options.Store is null)
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var commits = new CommitQueue(store, _metrics.Committed);
        var rooms = new RoomRegistry(new RoomServices(store, _access.Documents, commits, _options, _time, _ids, _metrics, _logger));
        var addresses = new AddressTable(_options.Limits, _time);
        var connections = new ConnectionTable(new SocketServices(rooms, _access.Documents, _access.Callers, _options, _time, addresses, _metrics, _logger));
        _metrics.Watch(() => connections.Count + _gateways.Count, () => rooms.Count);
        Started = _time.GetUtcNow();
        _access.Changes.Listen(new AccessWatch(rooms, connections, _gateways).Take);
        _running = new Running(store, commits, rooms, connections, addresses);
        _control = store is SqliteDocumentStore own && _options.Store is null ? ControlSocket.TryOpen(_options.DataFolder, order => RestoreAsync(order, own), _logger) : null;
        _onStopping = _lifetime.ApplicationStopping.Register(() => _goodbye = SayGoodbyeAsync(_running));
    }

    /// <summary>Writes everything and closes the store.</summary>
    /// <exception cref="TimeoutException">The store does not answer.</exception>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _running, null) is not { } running)
        {
            return;
        }

        await _onStopping.DisposeAsync().ConfigureAwait(false);
        try
        {
            await FinishAsync(running).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException("The server was cut off because its disk does not answer: what was not answered as saved may be missing.", exception);
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    /// <summary>Documents first, so that what was sent is still answered; they close who is in them, and what is left is closed then.</summary>
    private async Task SayGoodbyeAsync(Running running)
    {
        await Task.WhenAny(running.Rooms.StopAsync(), Task.Delay(AnswerTime, _time)).ConfigureAwait(false);
        running.Connections.StopAll();
        _gateways.StopAll();
    }

    /// <summary>
    /// Replaces all documents by those of a backup, and unless told otherwise accounts and rights as well. Everybody is sent away and comes back
    /// to another generation (JOIN-6), as who they are by then.
    /// </summary>
    private async Task<RestoreOutcome> RestoreAsync(RestoreOrder order, SqliteDocumentStore store)
    {
        var staging = DataFolderRestore.Stage(order.Backup, _options.DataFolder, _ids.NewId);
        try
        {
            const string Reason = "The documents are restored from a backup; join again.";
            return await Rooms.PauseAsync(
                async () =>
                {
                    await _files.RestoreAsync(staging).ConfigureAwait(false);
                    var count = await store.ReplaceAllAsync(Path.Combine(staging, SqliteDocumentStore.FileName), CancellationToken.None).ConfigureAwait(false);
                    var ended = order.DocumentsOnly ? null : await _access.Data.ReplaceAsync(Path.Combine(staging, SqliteAccessStore.FileName)).ConfigureAwait(false);
                    foreach (var session in ended ?? [])
                    {
                        _access.Changes.Tell(new AccessChange.SessionEnded(session));
                    }

                    Connections.CloseAll(Reason);
                    return new RestoreOutcome(count, HasAccounts: ended is not null);
                },
                Reason).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    private async Task FinishAsync(Running running)
    {
        if (_control is { } control)
        {
            await control.DisposeAsync().ConfigureAwait(false);
        }

        await _goodbye.ConfigureAwait(false);
        running.Connections.StopAll();
        _gateways.StopAll();
        await running.Rooms.StopAsync().ConfigureAwait(false);
        await running.Commits.DisposeAsync().ConfigureAwait(false);
        await _files.DisposeAsync().ConfigureAwait(false);
        if (_options.Store is null)
        {
            await running.Store.DisposeAsync().ConfigureAwait(false);
        }

        await _access.Data.CloseAsync().ConfigureAwait(false);
    }

    private sealed record Running(IDocumentStore Store, CommitQueue Commits, RoomRegistry Rooms, ConnectionTable Connections, AddressTable Addresses);
}
