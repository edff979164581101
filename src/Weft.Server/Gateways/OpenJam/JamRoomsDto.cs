namespace Weft.Server.Gateways.OpenJam;

/// <summary>Several boards.</summary>
internal sealed record JamRoomsDto(IReadOnlyList<JamRoomDto> Rooms);
