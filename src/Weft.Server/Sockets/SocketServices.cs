using Microsoft.Extensions.Logging;
using Weft.Server.Rooms;

namespace Weft.Server.Sockets;

/// <summary>What every connection needs from the server around it.</summary>
internal sealed record SocketServices(RoomRegistry Rooms, WeftOptions Options, TimeProvider Time, ILogger Logger);
