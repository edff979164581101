using System.Collections.Concurrent;
using Weft.Protocol;

namespace Weft.Server.Gateways;

/// <summary>The connections of all gateways, so that they can be told when the server stops or a session ends. Thread-safe.</summary>
internal sealed class GatewayTable
{
    private readonly ConcurrentDictionary<long, GatewayConnection> _connections = new();
    private volatile bool _stopping;

    /// <summary>How many there are.</summary>
    public int Count => _connections.Count;

    /// <summary>Those that are open.</summary>
    public IEnumerable<GatewayConnection> All => _connections.Values;

    /// <summary>Serves a connection until it ends.</summary>
    public async Task ServeAsync(GatewayConnection connection)
    {
        _connections[connection.Number] = connection;
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
            _connections.TryRemove(connection.Number, out _);
        }
    }

    /// <summary>Ends a connection.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Close(long connection, int code, string reason)
    {
        var found = _connections.TryGetValue(connection, out var open);
        open?.Close(code, reason);
        return found;
    }

    /// <summary>Closes the connections that came by a session which has ended.</summary>
    public void EndSession(string session)
    {
        foreach (var connection in All.Where(c => string.Equals(c.Caller?.Session, session, StringComparison.Ordinal)))
        {
            connection.Withdraw();
        }
    }

    /// <summary>The session of some connections has redeemed another share link.</summary>
    public void AddLink(string session, string link)
    {
        foreach (var connection in All.Where(c => string.Equals(c.Caller?.Session, session, StringComparison.Ordinal)))
        {
            connection.AddLink(link);
        }
    }

    /// <summary>Tells everybody that the server stops, and whoever comes from now on.</summary>
    public void StopAll()
    {
        _stopping = true;
        foreach (var connection in All)
        {
            connection.Close(CloseCodes.ServerStopping, "The server stops.");
        }
    }
}
