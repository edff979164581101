using Weft.Protocol;

namespace Weft.Sync;

/// <summary>One connection that has joined, or had.</summary>
internal sealed class RoomSession(SessionId id, RoomClient client, User user, RoomGrant grant)
{
    internal SessionId Id { get; } = id;

    internal RoomClient Client { get; } = client;

    internal User User { get; } = user;

    /// <summary>What it may do now.</summary>
    internal RoomGrant Grant { get; set; } = grant;

    /// <summary>Whether it is noted whose the client id is.</summary>
    internal bool IsClaimed { get; set; }

    /// <summary>False after <c>leave</c>: the connection is there, but no longer in the room.</summary>
    internal bool IsJoined { get; set; } = true;

    /// <summary>When a cursor was passed on last (PRES-2).</summary>
    internal long LastCursor { get; set; } = long.MinValue / 2;

    /// <summary>The newest cursor, in the offsets that it came in.</summary>
    internal CursorMessage? Cursor { get; set; }

    /// <summary>Whether <see cref="Cursor"/> is still to be passed on.</summary>
    internal bool CursorWaits { get; set; }
}
