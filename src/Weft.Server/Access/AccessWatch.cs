using Weft.Server.Gateways;
using Weft.Server.Rooms;
using Weft.Server.Sockets;

namespace Weft.Server.Access;

/// <summary>Carries changes of access to the rooms and connections that they concern.</summary>
internal sealed class AccessWatch(RoomRegistry rooms, ConnectionTable connections, GatewayTable gateways)
{
    public void Take(AccessChange change)
    {
        switch (change)
        {
            case AccessChange.DocumentChanged document:
                rooms.RefreshAccess(document.Document, document.By);
                break;
            case AccessChange.SessionChanged session:
                connections.AddLink(session.Session, session.Link);
                gateways.AddLink(session.Session, session.Link);
                break;
            case AccessChange.SessionEnded session:
                connections.EndSession(session.Session);
                gateways.EndSession(session.Session);
                break;
        }
    }
}
