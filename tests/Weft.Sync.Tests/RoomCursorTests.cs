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

    [Fact(DisplayName = "[BEAT-5] 400 messages at once, then 200 a second; ten seconds too many close")]
    public void Budget()
    {
        var budget = new MessageBudget(0);
        Assert.All(Enumerable.Range(0, 400), _ => Assert.Equal(BudgetDecision.Take, budget.CountMessage(0)));
        Assert.Equal(BudgetDecision.DropAndTell, budget.CountMessage(0));
        Assert.Equal(BudgetDecision.Drop, budget.CountMessage(0));
        Assert.Equal(BudgetDecision.Take, budget.CountMessage(5));
        Assert.Equal(BudgetDecision.Drop, budget.CountMessage(5));
        var decisions = new List<BudgetDecision>();
        for (long now = 6; now <= 10_004; now++)
        {
            decisions.Add(budget.CountMessage(now));
        }

        Assert.InRange(decisions.IndexOf(BudgetDecision.Close), 10_000 - 6, 10_004 - 6);
        Assert.InRange(decisions.Count(decision => decision == BudgetDecision.Take), 1_990, 2_001);
        Assert.InRange(decisions.Count(decision => decision == BudgetDecision.DropAndTell), 9, 10);
    }

    [Fact(DisplayName = "[FRAME-6] More than 20 bad messages within 10 seconds close")]
    public void BadMessages()
    {
        var budget = new MessageBudget(0);
        Assert.All(Enumerable.Range(0, 20), at => Assert.Equal(BudgetDecision.Take, budget.CountBadMessage(at)));
        Assert.Equal(BudgetDecision.Take, budget.CountBadMessage(10_000));
        Assert.Equal(BudgetDecision.Close, budget.CountBadMessage(10_000));
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
