using Weft.Protocol;
using Weft.Sync;

namespace Weft.Server.Rooms;

/// <summary>What stands in a room's mailbox.</summary>
internal abstract record RoomCommand
{
    /// <summary>
    /// What a peer said, in order. A join makes the peer known to the room. <c>Done</c>, if given, completes when all of it was dealt with.
    /// </summary>
    public sealed record Received(SessionId Session, IRoomPeer Peer, IReadOnlyList<ClientMessage> Messages, TaskCompletionSource? Done = null) : RoomCommand
    {
        /// <summary>When it arrived: a timestamp of the server's time; 0 for what did not come over a connection.</summary>
        public long At { get; init; }
    }

    /// <summary>A peer is gone. <c>Done</c>, if given, completes when nothing more is said to it.</summary>
    public sealed record Gone(SessionId Session, TaskCompletionSource? Done = null) : RoomCommand;

    /// <summary>Something outside the mailbox wants a look: a commit, a timer.</summary>
    public sealed record Wake : RoomCommand
    {
        public static Wake Instance { get; } = new();
    }

    /// <summary>The document has another title.</summary>
    public sealed record Renamed(string Title) : RoomCommand;

    /// <summary>Reads from the room on its own thread. The action must not throw and must not keep what it saw.</summary>
    public sealed record Read(Action<Room> Action, bool NeedsHistory = false) : RoomCommand;

    /// <summary>Ends the room.</summary>
    public sealed record Shut(int Code, string Reason) : RoomCommand;
}
