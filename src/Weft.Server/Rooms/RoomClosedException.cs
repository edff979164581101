namespace Weft.Server.Rooms;

/// <summary>A room closed while something was asked of it.</summary>
internal sealed class RoomClosedException(string document) : Exception($"The document '{document}' was closed meanwhile; try again.");
