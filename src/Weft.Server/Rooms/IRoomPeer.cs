namespace Weft.Server.Rooms;

/// <summary>Somebody in a room: a socket, or a part of the server itself. Called on the room's thread; must not block.</summary>
internal interface IRoomPeer
{
    /// <summary>Hands over a message.</summary>
    void Send(Frame frame);

    /// <summary>Ends the stay. Nothing is sent afterwards.</summary>
    void Close(int code, string reason);
}
