namespace Weft.Server.Gateways.OpenJam;

/// <summary>The server is well.</summary>
internal sealed record JamHealthDto(string Status);
