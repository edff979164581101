using Microsoft.Extensions.Logging;
using Weft.Server.Access;
using Weft.Server.Diagnostics;
using Weft.Server.Limiting;
using Weft.Server.Rooms;

namespace Weft.Server.Sockets;

/// <summary>What every connection needs from the server around it.</summary>
internal sealed record SocketServices(
    RoomRegistry Rooms, DocumentAccess Access, ICallerSource Callers, WeftOptions Options, TimeProvider Time, AddressTable Addresses, WeftMetrics Metrics, ILogger Logger);
