namespace Weft.Server.Gateways.OpenJam;

/// <summary>Who has signed in, with the token to go on with.</summary>
internal sealed record JamSessionDto(string Token, JamUserDto User);
