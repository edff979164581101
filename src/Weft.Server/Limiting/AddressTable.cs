using System.Net;

namespace Weft.Server.Limiting;

/// <summary>The addresses that something came from lately, and the number of connections of all of them.</summary>
internal sealed class AddressTable(ServerLimits limits, TimeProvider time)
{
    /// <summary>Addresses past which those are forgotten that have no connection and were quiet for <see cref="Quiet"/>.</summary>
    private const int Crowd = 4_096;

    /// <summary>After it every allowance that is counted by the minute is whole again, so forgetting an address gives it nothing.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<AddressKey, AddressUse> _uses = [];
    private long _lastSweep = time.GetTimestamp();
    private int _connections;

    /// <summary>Connections of all addresses.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>What comes from an address; null when its limits do not hold for it.</summary>
    public AddressUse? Of(IPAddress? address)
    {
        // Without an address, as over a Unix socket, there is nobody to tell apart.
        if (address is null || (IPAddress.IsLoopback(address) && !limits.CountLoopback))
        {
            return null;
        }

        lock (_lock)
        {
            var key = AddressKey.Of(address);
            if (!_uses.TryGetValue(key, out var use))
            {
                SweepIfCrowded();
                _uses.Add(key, use = new AddressUse(limits, time));
            }

            use.Touch();
            return use;
        }
    }

    /// <summary>Counts a connection.</summary>
    /// <returns>The limit that it would exceed, or null: then <see cref="Leave"/> is to be called once.</returns>
    public ServerLimit? Enter(AddressUse? use)
    {
        lock (_lock)
        {
            if (_connections >= limits[ServerLimits.Connections])
            {
                return ServerLimits.Connections;
            }

            if (use is not null && use.Connections >= limits[ServerLimits.AddressConnections])
            {
                return ServerLimits.AddressConnections;
            }

            _connections++;
            if (use is not null)
            {
                use.Connections++;
            }

            return null;
        }
    }

    /// <summary>A connection that was counted has ended.</summary>
    public void Leave(AddressUse? use)
    {
        lock (_lock)
        {
            _connections--;
            if (use is not null)
            {
                use.Connections--;
            }
        }
    }

    private void SweepIfCrowded()
    {
        if (_uses.Count < Crowd || time.GetElapsedTime(_lastSweep) < Quiet)
        {
            return;
        }

        _lastSweep = time.GetTimestamp();
        foreach (var (key, use) in _uses)
        {
            if (use.Connections == 0 && use.Idle >= Quiet)
            {
                _uses.Remove(key);
            }
        }
    }
}
