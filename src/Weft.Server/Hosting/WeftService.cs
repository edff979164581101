using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weft.Server.Rooms;
using Weft.Server.Sockets;
using Weft.Storage;
using Weft.Storage.Sqlite;

namespace Weft.Server.Hosting;

/// <summary>
/// The server's life inside its host: opens the store before the first request, tells everybody when the host begins to stop, and leaves
/// everything written behind.
/// </summary>
internal sealed class WeftService : IHostedService, IAsyncDisposable
{
    private readonly WeftOptions _options;
    private readonly TimeProvider _time;
    private readonly IdSource _ids;
    private readonly ILogger<WeftService> _logger;
    private readonly IHostApplicationLifetime _lifetime;
    private CancellationTokenRegistration _onStopping;
    private Running? _running;

    public WeftService(WeftOptions options, TimeProvider time, IdSource ids, ILogger<WeftService> logger, IHostApplicationLifetime lifetime)
    {
        _options = options;
        _time = time;
        _ids = ids;
        _logger = logger;
        _lifetime = lifetime;
    }

    public IDocumentStore Store => Now.Store;

    public RoomRegistry Rooms => Now.Rooms;

    public ConnectionTable Connections => Now.Connections;

    private Running Now => _running ?? throw new InvalidOperationException("Weft has not started: requests come before the host runs its services.");

    /// <summary>Opens the store.</summary>
    /// <exception cref="StorageException">The data is of a newer version, or in use.</exception>
    /// <exception cref="IOException">The data folder cannot be written.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var store = _options.Store ?? SqliteDocumentStore.Open(_options.DataFolder, _time);
        var commits = new CommitQueue(store);
        var rooms = new RoomRegistry(new RoomServices(store, commits, _options, _time, _ids, _logger));
        var connections = new ConnectionTable(new SocketServices(rooms, _options, _time, _logger));
        _running = new Running(store, commits, rooms, connections);
        _onStopping = _lifetime.ApplicationStopping.Register(connections.StopAll);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _running, null) is not { } running)
        {
            return;
        }

        await _onStopping.DisposeAsync().ConfigureAwait(false);
        running.Connections.StopAll();
        await running.Rooms.StopAsync().ConfigureAwait(false);
        await running.Commits.DisposeAsync().ConfigureAwait(false);
        if (_options.Store is null)
        {
            await running.Store.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    private sealed record Running(IDocumentStore Store, CommitQueue Commits, RoomRegistry Rooms, ConnectionTable Connections);
}
