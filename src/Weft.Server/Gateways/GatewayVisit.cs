using System.Net;
using System.Net.WebSockets;
using Weft.Server.Access;
using Weft.Server.Limiting;
using Weft.Server.Rooms;

namespace Weft.Server.Gateways;

/// <summary>Somebody at a gateway, who is let into a document.</summary>
/// <param name="Socket">The accepted socket; whoever accepted it disposes it.</param>
/// <param name="Caller">Who it is.</param>
/// <param name="Name">What it calls itself. The server's own name for the caller goes before.</param>
/// <param name="Room">The open document; the connection's to dispose.</param>
/// <param name="Address">Where it comes from; null when that has no address.</param>
/// <param name="Use">What else comes from there; null when the limits per address do not hold for it.</param>
/// <param name="Aborted">Cuts the connection.</param>
internal sealed record GatewayVisit(
    WebSocket Socket, Caller Caller, string Name, RoomLease Room, IPAddress? Address, AddressUse? Use, CancellationToken Aborted);
