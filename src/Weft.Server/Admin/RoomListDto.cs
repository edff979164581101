namespace Weft.Server.Admin;

/// <summary>The documents that are open now.</summary>
/// <param name="Rooms">Those with the most connections first.</param>
internal sealed record RoomListDto(IReadOnlyList<RoomDto> Rooms);
