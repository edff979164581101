using Weft.Protocol;

namespace Weft.Sync.Tests;

public sealed class RoomCursorTests
{
    [Fact(DisplayName = "[PRES-1] [PRES-2] A cursor is moved to the newest revision: behind what its author types, before what others type")]
    public void Moved()
    {
        RoomHarness room = Two();
        room.Type(1, 1, 0, 0, "abc");
        room.Type(1, 2, 1, 1, "XY");
        room.Receive(1, Caret(1, 1));
        Assert.Equal([new CursorRange(3, 3)], room.Last<RemoteCursorMessage>(2).Ranges!.Value);
        Assert.Equal(2, room.Last<RemoteCursorMessage>(2).Revision);
        room.Tick(100);
        room.Type(2, 1, 2, 3, "ZZ");
        room.Receive(1, Caret(2, 3));
        Assert.Equal([new CursorRange(3, 3)], room.Last<RemoteCursorMessage>(2).Ranges!.Value);
    }

    [Fact(DisplayName = "[PRES-2] Of one client at most 20 cursors a second are passed on, the newest wins")]
    public void Throttled()
    {
        RoomHarness room = Two();
        room.Type(1, 1, 0, 0, "0123456789");
        room.Inbox(2).Clear();
        for (int position = 0; position < 10; position++)
        {
            room.Receive(1, Caret(1, position));
        }

        Assert.Single(room.Inbox(2));
        room.Tick(20);
        Assert.Single(room.Inbox(2));
        room.Tick(30);
        Assert.Equal(2, room.Inbox(2).Count);
        Assert.Equal([new CursorRange(9, 9)], room.Last<RemoteCursorMessage>(2).Ranges!.Value);
        room.Tick(1_000);
        Assert.Equal(2, room.Inbox(2).Count);
    }

    [Fact(DisplayName = "[REPLY-2] A cursor is answered only when it is wrong")]
    public void Answers()
    {
        RoomHarness room = Two();
        room.Inbox(1).Clear();
        room.Receive(1, Caret(0, 99));
        Assert.Empty(room.Inbox(1));
        Assert.Equal([new CursorRange(0, 0)], room.Last<RemoteCursorMessage>(2).Ranges!.Value);
        room.Receive(1, Caret(1, 0));
        Assert.Equal(ErrorCodes.FutureBase, room.Last<ResponseMessage>(1).Error?.Code);
    }

    [Fact(DisplayName = "[PRES-1] What somebody sees, and whether the pointer is a laser, is passed on as it came")]
    public void ViewAndLaser()
    {
        RoomHarness room = Two();
        var view = new CursorView(1, -2, 640, 360);
        room.Receive(1, new CursorMessage(0, Pointer: new CursorPoint(3, 4), View: view, Laser: true));
        Assert.Equal((view, true), (room.Last<RemoteCursorMessage>(2).View, room.Last<RemoteCursorMessage>(2).Laser));
        room.Tick(100);
        room.Receive(1, new CursorMessage(0, Pointer: new CursorPoint(3, 4)));
        Assert.Equal((null, null), (room.Last<RemoteCursorMessage>(2).View, room.Last<RemoteCursorMessage>(2).Laser));
    }

    [Fact(DisplayName = "[PRES-3] Who comes later is not shown pointers that have rested for 10 seconds, but what is selected (J-28)")]
    public void RestingPointer()
    {
        RoomHarness room = Two();
        room.Receive(1, new CursorMessage(0, Pointer: new CursorPoint(3, 4), Selected: ["r"], Laser: true));
        room.Tick(9_999);
        Assert.Equal(new CursorPoint(3, 4), Assert.Single(room.Join(3, "cy").Cursors!.Value).Pointer);
        room.Tick(1);
        RemoteCursorMessage late = Assert.Single(room.Join(4, "di").Cursors!.Value);
        Assert.Equal((null, null), (late.Pointer, late.Laser));
        Assert.Equal(["r"], late.Selected!.Value);
    }

    [Fact(DisplayName = "[PRES-2] A cursor too old to be followed loses its ranges")]
    public void TooOld()
    {
        var room = new RoomHarness(new RoomOptions { TailChanges = 1 });
        room.Join(1, "ada");
        room.Join(2, "bo");
        room.Type(1, 1, 0, 0, "a");
        room.Type(1, 2, 1, 0, "b");
        room.Receive(1, Caret(0, 0));
        Assert.Null(room.Last<RemoteCursorMessage>(2).Ranges);
    }

    private static CursorMessage Caret(long revision, int position) =>
        new(revision, "body", [new CursorRange(position, position)]);

    private static RoomHarness Two()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Join(2, "bo");
        return room;
    }
}
