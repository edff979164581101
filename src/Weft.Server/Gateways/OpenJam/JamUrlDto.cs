namespace Weft.Server.Gateways.OpenJam;

/// <summary>Where something that was exported can be fetched.</summary>
internal sealed record JamUrlDto(string Url);
