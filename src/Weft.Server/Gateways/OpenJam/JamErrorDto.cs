namespace Weft.Server.Gateways.OpenJam;

/// <summary>What an error looks like to OpenJam's front-end, which shows the text.</summary>
internal sealed record JamErrorDto(string Error);
