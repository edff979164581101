using Weft.Protocol;

namespace Weft.Sync.Tests;

public sealed class RoomJoinTests
{
    [Fact(DisplayName = "[CHANGE-2] Client ids that changed nothing leave no trace in a room and its snapshots, however many come")]
    public void ReadersLeaveNothing()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Type(1, 1, 0, 0, "x");
        int before = room.Room.Snapshot().Length;
        for (int i = 0; i < 1_000; i++)
        {
            room.Join(2, $"reader-{i}");
            room.Disconnect(2);
        }

        Assert.Equal(before, room.Room.Snapshot().Length);
        room.Reopen(withSnapshot: true);
        Assert.Equal([new IdRange(1, 1)], room.Join(3, "ada").Saved);
    }

    [Fact(DisplayName = "[REPLY-4] A change or cursor without a join, or after leave, is refused with not_joined")]
    public void NotJoined()
    {
        var room = new RoomHarness();
        Assert.Equal(ErrorCodes.NotJoined, room.Type(1, 1, 0, 0, "a").Error?.Code);
        room.Join(1, "ada");
        room.Receive(1, new LeaveMessage { Id = 5 });
        Assert.Equal((5, ResponseStatus.Ok), (room.Last<ResponseMessage>(1).InReply, room.Last<ResponseMessage>(1).Status));
        Assert.Equal(ErrorCodes.NotJoined, room.Type(1, 1, 0, 0, "a").Error?.Code);
        room.Receive(1, new CursorMessage(0) { Id = 6 });
        Assert.Equal(ErrorCodes.NotJoined, room.Last<ResponseMessage>(1).Error?.Code);
        Assert.Equal(0, room.Room.SessionCount);
    }

    [Fact(DisplayName = "[JOIN-2] [JOIN-4] Who gives no client, name or colour is given them")]
    public void Defaults()
    {
        var room = new RoomHarness();
        room.Receive(1, new JoinMessage("doc") { Id = 9 });
        SyncMessage sync = room.Last<SyncMessage>(1);
        Assert.True(Names.IsClient(sync.Client));
        Assert.True(Names.IsColor(sync.Color));
        Assert.Equal(9, sync.InReply);
        SyncMessage second = room.Join(2, "bo");
        Assert.Equal("Guest", Assert.Single(second.Users).Name);
        Assert.False(string.Equals(sync.Color, second.Color, StringComparison.Ordinal));
    }

    [Fact(DisplayName = "[JOIN-3] A client that joins again takes the place of its older connection, which is closed with 4002")]
    public void Replaced()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Join(2, "bo");
        room.Join(3, "ada");
        Close close = Assert.Single(room.Closed);
        Assert.Equal((1, CloseCodes.Replaced), (close.Session.Value, close.Code));
        Assert.Equal(2, room.Room.SessionCount);
        Assert.DoesNotContain(room.Inbox(2).OfType<PresenceMessage>(), presence => !presence.Left.IsEmpty);
        Assert.Equal(ErrorCodes.NotJoined, room.Type(1, 1, 0, 0, "late").Error?.Code);
    }

    [Fact(DisplayName = "[JOIN-5] Who has a near revision gets exactly the changes after it, others the whole document")]
    public void Have()
    {
        var room = new RoomHarness(new RoomOptions { TailChanges = 3 });
        room.Join(1, "ada");
        for (int i = 0; i < 5; i++)
        {
            room.Type(1, i + 1, i, 0, "x");
        }

        Assert.Equal([3L, 4, 5], room.Join(2, "bo", new HaveState("g1", 2)).Changes!.Value.Select(change => change.Revision));
        Assert.Empty(room.Join(2, "bo", new HaveState("g1", 5)).Changes!.Value);
        Assert.NotNull(room.Join(2, "bo", new HaveState("g1", 1)).Snapshot);
        Assert.NotNull(room.Join(2, "bo", new HaveState("g1", 6)).Snapshot);
        SyncMessage fresh = room.Join(2, "bo");
        Assert.Null(fresh.Changes);
        Assert.Equal("xxxxx", Assert.Single(fresh.Snapshot!.Texts["body"]).Insert.Text);
        Assert.Equal(5, fresh.Revision);
    }

    [Fact(DisplayName = "[JOIN-6] Who has another generation gets the whole document")]
    public void Generation()
    {
        var room = new RoomHarness();
        Assert.NotNull(room.Join(1, "ada", new HaveState("g0", 0)).Snapshot);
    }

    [Fact(DisplayName = "[JOIN-7] sync.saved has the ids that are saved, also after the server started again")]
    public void Saved()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Type(1, 1, 0, 0, "a");
        room.Type(1, 2, 1, 0, "b");
        room.Type(1, 4, 2, 0, "c");
        IdRange[] expected = [new(1, 2), new(4, 4)];
        Assert.Equal(expected, room.Join(1, "ada").Saved);
        room.Reopen(withSnapshot: true);
        Assert.Equal(expected, room.Join(1, "ada").Saved);
        room.Reopen(withSnapshot: false);
        Assert.Equal(expected, room.Join(1, "ada").Saved);
    }

    [Fact(DisplayName = "[JOIN-9] [PRES-4] Those who are here are told of each other")]
    public void Presence()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Receive(1, new CursorMessage(0, Pointer: new CursorPoint(1, 2)));
        SyncMessage sync = room.Join(2, "bo");
        Assert.Equal("ADA", Assert.Single(sync.Users).Name);
        Assert.Equal("ada", Assert.Single(sync.Cursors!.Value).Client);
        Assert.Equal(room.Now, sync.Time);
        PresenceMessage came = room.Last<PresenceMessage>(1);
        Assert.Equal(("bo", 2), (Assert.Single(came.Joined).Client, came.Count));
        room.Disconnect(2);
        PresenceMessage went = room.Last<PresenceMessage>(1);
        Assert.Equal(("bo", 1), (Assert.Single(went.Left), went.Count));
    }

    [Fact(DisplayName = "[JOIN-1] Joining again on one connection leaves first")]
    public void JoinTwice()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Join(2, "bo");
        room.Join(1, "eve");
        Assert.Equal(2, room.Room.SessionCount);
        Assert.Contains(room.Inbox(2).OfType<PresenceMessage>(), presence => presence.Left is ["ada"]);
        Assert.Empty(room.Closed);
    }

    [Fact(DisplayName = "[JOIN-1] Who went is not sent what waits for the disk: its connection may be in another room")]
    public void NothingAfterLeaving()
    {
        var room = new RoomHarness(commits: false);
        room.Join(1, "ada");
        room.Join(2, "bo");
        room.Type(1, 1, 0, 0, "a");
        room.Disconnect(2);
        int before = room.Inbox(2).Count;
        room.Commit(1);
        Assert.Equal(before, room.Inbox(2).Count);
    }

    [Fact(DisplayName = "[BEAT-1] A heartbeat is answered with the revision and the time")]
    public void Heartbeats()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Type(1, 1, 0, 0, "a");
        room.Receive(1, new HeartbeatMessage { Id = 3 });
        ResponseMessage answer = room.Last<ResponseMessage>(1);
        Assert.Equal((3L, ResponseStatus.Ok, 1L, room.Now), (answer.InReply, answer.Status, answer.Revision, answer.Time));
    }

    [Fact(DisplayName = "[PRES-4] A new title is told to everybody once, and to those who come later")]
    public void Renamed()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Join(2, "bo");
        room.Rename("Plan");
        room.Rename("Plan");
        foreach (long session in (long[])[1, 2])
        {
            PresenceMessage told = Assert.Single(room.Inbox(session).OfType<PresenceMessage>(), presence => presence.Title is not null);
            Assert.Equal(("Plan", 2, 0, 0), (told.Title, told.Count, told.Joined.Length, told.Left.Length));
        }

        Assert.Equal("Plan", room.Join(3, "cy").Title);
    }

    [Fact(DisplayName = "[DOC-2] A snapshot has the texts as runs and the items by their collection, and nothing for what is empty")]
    public void SnapshotShape()
    {
        var room = new RoomHarness();
        WireSnapshot empty = room.Join(1, "ada").Snapshot!;
        Assert.Empty(empty.Texts);
        Assert.Empty(empty.Items);
        room.Receive(1, """
            {"type":"change","id":1,"base":0,"ops":[
              {"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"ab","attributes":{"bold":true}}]},
              {"op":"text","path":"body","changes":[{"from":2,"to":2,"insert":{"image":"x"}}]},
              {"op":"add","path":"shapes/r","kind":"box","properties":{"x":1}}]}
            """);
        string frame = System.Text.Encoding.UTF8.GetString(Wire.Serialize((ServerMessage)room.Join(2, "bo")));
        Assert.Contains("""
            "snapshot":{"texts":{"body":[{"insert":"ab","attributes":{"bold":true}},{"insert":{"image":"x"}}]},"items":{"shapes":[{"id":"r","kind":"box","properties":{"x":1}}]}}
            """.Trim(), frame, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[DOC-4] A property is any JSON value, and null means that it is not there")]
    public void AnyProperty()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Receive(1, """
            {"type":"change","id":1,"base":0,"ops":[{"op":"add","path":"shapes/r","kind":"box",
              "properties":{"a":[1,{"b":null}],"t":true,"s":"é","n":-1.5,"o":{},"gone":null}}]}
            """);
        room.Receive(1, """{"type":"change","id":2,"base":1,"ops":[{"op":"update","path":"shapes/r","properties":{"t":null,"n":2}}]}""");
        string frame = System.Text.Encoding.UTF8.GetString(Wire.Serialize((ServerMessage)room.Join(2, "bo")));
        Assert.Contains("""
            "properties":{"a":[1,{"b":null}],"n":2,"o":{},"s":"é"}
            """.Trim(), frame, StringComparison.Ordinal);
    }
}
