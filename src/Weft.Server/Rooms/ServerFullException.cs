namespace Weft.Server.Rooms;

/// <summary>The server has as many documents open as it may.</summary>
internal sealed class ServerFullException() : Exception("The server has as many documents open as it can: try again later.");
