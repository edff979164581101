using System.Collections.Concurrent;
using System.Net.WebSockets;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Server.Sockets;

/// <summary>The connections of now, so that they can be told when the server stops.</summary>
internal sealed class ConnectionTable(SocketServices services)
{
    private readonly ConcurrentDictionary<long, Connection> _connections = new();
    private long _lastId;
    private volatile bool _stopping;

    /// <summary>Serves a socket until it ends.</summary>
    public async Task ServeAsync(WebSocket socket, CancellationToken aborted)
    {
        var id = Interlocked.Increment(ref _lastId);
        using var connection = new Connection(socket, new SessionId(id), services, aborted);
        _connections[id] = connection;
        if (_stopping)
        {
            connection.Close(CloseCodes.ServerStopping, "The server stops.");
        }

        try
        {
            await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            _connections.TryRemove(id, out _);
        }
    }

    /// <summary>A number that no socket has, for a part of the server that enters a room itself.</summary>
    public SessionId NextSession() => new(Interlocked.Increment(ref _lastId));

    /// <summary>Tells everybody that the server stops, and whoever comes from now on.</summary>
    public void StopAll()
    {
        _stopping = true;
        foreach (var connection in _connections.Values)
        {
            connection.Close(CloseCodes.ServerStopping, "The server stops.");
        }
    }
}
