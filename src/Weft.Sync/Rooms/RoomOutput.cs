using System.Collections.Immutable;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>What a room wants done, in order.</summary>
public abstract record RoomOutput
{
    private protected RoomOutput()
    {
    }
}

/// <summary>Send a message to one connection. A connection that is gone is passed over.</summary>
/// <param name="To">The connection.</param>
/// <param name="Message">The message.</param>
public sealed record Send(SessionId To, ServerMessage Message) : RoomOutput;

/// <summary>Send one message to many connections; it can be encoded once.</summary>
/// <param name="To">The connections.</param>
/// <param name="Message">The message.</param>
public sealed record Broadcast(ImmutableArray<SessionId> To, ServerMessage Message) : RoomOutput;

/// <summary>Store a change; when it is on disk, call <see cref="Room.Committed"/>. Revisions come without gaps.</summary>
/// <param name="Revision">The revision that the change made.</param>
/// <param name="Bytes">What to store; the receiver's own.</param>
public sealed record Append(long Revision, byte[] Bytes) : RoomOutput;

/// <summary>Note who used a client id first, before anything that follows is sent or stored (ACCESS-9).</summary>
/// <param name="Client">The client id.</param>
/// <param name="Caller">Who, as in <see cref="RoomGrant.Caller"/>.</param>
/// <param name="Name">What they are called.</param>
public sealed record Claim(string Client, string Caller, string Name) : RoomOutput;

/// <summary>Close a connection. The room has forgotten it already: <see cref="Room.Disconnected"/> may be called, and does nothing.</summary>
/// <param name="Session">The connection.</param>
/// <param name="Code">One of <see cref="CloseCodes"/>.</param>
/// <param name="Reason">One sentence.</param>
public sealed record Close(SessionId Session, int Code, string Reason) : RoomOutput;
