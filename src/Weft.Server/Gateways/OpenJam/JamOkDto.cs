namespace Weft.Server.Gateways.OpenJam;

/// <summary>Something was done.</summary>
internal sealed record JamOkDto(bool Ok);
