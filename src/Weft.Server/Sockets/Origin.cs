using System.Net;
using Weft.Server.Limiting;

namespace Weft.Server.Sockets;

/// <summary>Where a connection comes from.</summary>
/// <param name="Address">Its address; null when it has none.</param>
/// <param name="Use">What else comes from there; null when the limits per address do not hold for it.</param>
internal sealed record Origin(IPAddress? Address, AddressUse? Use);
