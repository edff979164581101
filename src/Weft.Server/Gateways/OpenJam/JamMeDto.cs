namespace Weft.Server.Gateways.OpenJam;

/// <summary>Who asks.</summary>
internal sealed record JamMeDto(JamUserDto User);
