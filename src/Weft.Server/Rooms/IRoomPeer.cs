using Weft.Server.Access;

namespace Weft.Server.Rooms;

/// <summary>Somebody in a room: a socket, or a part of the server itself. Called by one thread of the room at a time; must not block.</summary>
internal interface IRoomPeer
{
    /// <summary>Who it is now; null for nobody. Nothing that nobody says is taken.</summary>
    Caller? Caller { get; }

    /// <summary>Whether a frame may hold several messages (FRAME-8).</summary>
    bool TakesBatches => false;

    /// <summary>Hands over a frame. It may wait until <see cref="Flush"/>.</summary>
    void Send(Frame frame);

    /// <summary>Nothing more comes for the moment: what was handed over goes out.</summary>
    void Flush()
    {
    }

    /// <summary>Ends the stay. Nothing is sent afterwards.</summary>
    void Close(int code, string reason);
}
