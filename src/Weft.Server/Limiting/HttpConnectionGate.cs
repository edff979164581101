using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Weft.Server.Diagnostics;
using Weft.Server.Limiting;

namespace Weft.Server;

/// <summary>
/// Counts TCP connections that are not WebSockets, from the moment they are accepted, and cuts those that are too many before anything is
/// read from them. A connection that becomes a WebSocket has limits of its own. Thread-safe.
/// </summary>
/// <remarks>
/// A host application puts it beneath its endpoints: <c>listen.Use(listen.ApplicationServices.GetRequiredService&lt;HttpConnectionGate&gt;().Wrap)</c>.
/// </remarks>
public sealed class HttpConnectionGate
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AddressKey, int> _byAddress = [];
    private readonly ServerLimits _limits;
    private readonly WeftMetrics _metrics;
    private int _count;

    internal HttpConnectionGate(ServerLimits limits, WeftMetrics metrics) => (_limits, _metrics) = (limits, metrics);

    /// <summary>Stands before whatever serves a connection.</summary>
    /// <param name="next">Serves it.</param>
    /// <returns>Serves it if there is room for it.</returns>
    public ConnectionDelegate Wrap(ConnectionDelegate next) => async connection =>
    {
        ArgumentNullException.ThrowIfNull(connection);
        var address = KeyOf(connection.RemoteEndPoint);
        if (Enter(address) is { } limit)
        {
            _metrics.Hit(limit);
            connection.Abort(new ConnectionAbortedException($"The limit {limit.Name} is reached."));
            return;
        }

        var place = new Place(() => Leave(address));
        connection.Features.Set(place);
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            place.GiveUp();
        }
    };

    /// <summary>The request's connection has become a WebSocket, and is counted as one from now on. One that others share with it stays where it is.</summary>
    internal static void Leave(HttpContext context)
    {
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Features.Get<Place>()?.GiveUp();
        }
    }

    private AddressKey? KeyOf(EndPoint? remote) =>
        remote is IPEndPoint { Address: var address } && (_limits.CountLoopback || !IPAddress.IsLoopback(address)) ? AddressKey.Of(address) : null;

    private ServerLimit? Enter(AddressKey? address)
    {
        lock (_lock)
        {
            if (_count >= _limits[ServerLimits.HttpConnections])
            {
                return ServerLimits.HttpConnections;
            }

            if (address is { } key)
            {
                var ofAddress = _byAddress.GetValueOrDefault(key);
                if (ofAddress >= _limits[ServerLimits.AddressHttpConnections])
                {
                    return ServerLimits.AddressHttpConnections;
                }

                _byAddress[key] = ofAddress + 1;
            }

            _count++;
            return null;
        }
    }

    private void Leave(AddressKey? address)
    {
        lock (_lock)
        {
            _count--;
            if (address is { } key && --_byAddress[key] == 0)
            {
                _byAddress.Remove(key);
            }
        }
    }

    /// <summary>A connection's place among those that are counted.</summary>
    private sealed class Place(Action leave)
    {
        private Action? _leave = leave;

        /// <summary>The connection has ended, or is a WebSocket now. What comes after the first call does nothing.</summary>
        public void GiveUp() => Interlocked.Exchange(ref _leave, null)?.Invoke();
    }
}
