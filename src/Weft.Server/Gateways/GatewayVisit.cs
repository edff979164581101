using Weft.Server.Access;
using Weft.Server.Rooms;

namespace Weft.Server.Gateways;

/// <summary>Somebody at a gateway, who is let into a document.</summary>
/// <param name="Socket">The socket, which outlives the stay in the document.</param>
/// <param name="Caller">Who it is.</param>
/// <param name="Name">What it calls itself. The server's own name for the caller goes before.</param>
/// <param name="Room">The open document; the connection's to dispose.</param>
/// <param name="Color"><c>#rrggbb</c>; null for one of the server's choice.</param>
internal sealed record GatewayVisit(GatewaySocket Socket, Caller Caller, string Name, RoomLease Room, string? Color = null);
