using Weft.Protocol;

namespace Weft.Sync.Tests;

public sealed class RoomHistoryListTests
{
    private static AddOperation Add(string path, string kind, params (string Name, string Json)[] properties) =>
        new(path, kind, Properties(properties));

    private static UpdateOperation Update(string path, params (string Name, string Json)[] properties) => new(path, Properties(properties));

    private static Dictionary<string, RawJson> Properties((string Name, string Json)[] properties) =>
        properties.ToDictionary(property => property.Name, property => new RawJson(property.Json), StringComparer.Ordinal);

    private static Gesture[] Gestures(RoomHarness room, long session)
    {
        room.Receive(session, new HistoryMessage { Id = 77 });
        HistoryAnswer answer = room.Last<HistoryAnswer>(session);
        Assert.Equal(77, answer.InReply);
        Assert.Equal(room.Room.Revision, answer.Revision);
        return [.. answer.Gestures];
    }

    private static RoomHarness Together()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Join(2, "bob");
        return room;
    }

    [Fact(DisplayName = "[HIST-1] [HIST-2] What somebody types in one go is one gesture, with its place in the text as it is now")]
    public void Typing()
    {
        RoomHarness room = Together();
        room.Type(1, 1, 0, 0, "hel");
        room.Type(2, 1, 1, 0, ">");
        room.Now += 1_000;
        room.Type(1, 2, 2, 4, "lo");
        room.Now += 10_000;
        room.Type(1, 3, 3, 6, "!");
        Gesture[] gestures = Gestures(room, 2);
        Assert.Equal([("bob", 1L, 1L), ("ada", 1L, 2L), ("ada", 3L, 3L)], gestures.Select(gesture => (gesture.Client, gesture.First, gesture.Last)));
        Assert.Equal("ADA", gestures[1].Name);
        Assert.Equal(new TextDeed("body", 5, 0, 0, 1, 6), Assert.Single(gestures[1].Texts));
        Assert.Equal(new TextDeed("body", 1, 0, 0, 6, 7), Assert.Single(gestures[2].Texts));
        Assert.Equal(room.Now, gestures[2].At);
    }

    [Fact(DisplayName = "[HIST-3] Items are told by what they are called, also when they are gone; the same done again is one gesture, something else another")]
    public void Items()
    {
        RoomHarness room = Together();
        room.Change(1, 1, 0, null, Add("e/1", "lens", ("name", "\"Lens 2\""), ("x", "1")));
        room.Now += 5_000;
        room.Change(2, 1, 1, null, Update("e/1", ("x", "2"), ("y", "1")));
        room.Now += 500;
        room.Change(2, 2, 2, null, Update("e/1", ("x", "3"), ("y", "2")));
        room.Now += 500;
        room.Change(2, 3, 3, null, Update("e/1", ("color", "\"red\"")));
        room.Change(2, 4, 4, null, new DeleteOperation("e/1"));
        Gesture[] gestures = Gestures(room, 1);
        Assert.Equal("add update update delete", string.Join(' ', gestures.Select(gesture => Assert.Single(gesture.Items).Op)));
        Assert.All(gestures, gesture => Assert.Equal(("lens", "Lens 2"), (gesture.Items[0].Kind, gesture.Items[0].Label)));
        Assert.Equal((1L, 2L), (gestures[1].First, gestures[1].Last));
        Assert.Equal("x y", string.Join(' ', gestures[1].Items[0].Properties!.Value));
        Assert.Equal("color", string.Join(' ', gestures[2].Items[0].Properties!.Value));
    }

    [Fact(DisplayName = "[HIST-2] The list is bounded: 100 gestures, 20 items of one, labels of 80 units")]
    public void Bounded()
    {
        RoomHarness room = Together();
        room.Change(1, 1, 0, null, [.. Enumerable.Range(0, 50).Select(i => Add($"e/{i}", "box", ("text", $"\"{new string('x', 500)}\"")))]);
        Gesture large = Assert.Single(Gestures(room, 2));
        Assert.Equal((20, 50, 80), (large.Items.Length, large.Count, large.Items[0].Label!.Length));
        for (int i = 2; i < 150; i++)
        {
            room.Now += 5_000;
            room.Change(1, i, room.Room.Revision, null, Update("e/0", ("x", $"{i}")));
        }

        Gesture[] gestures = Gestures(room, 2);
        Assert.Equal(100, gestures.Length);
        Assert.Equal(149, gestures[^1].First);
    }

    [Fact(DisplayName = "O-56 [HIST-4] [HIST-5] A revert takes back what still stands of somebody's change, as a change of who sent it, and says so to all")]
    public void Revert()
    {
        RoomHarness room = Together();
        room.Change(1, 1, 0, null, Add("e/1", "box", ("x", "0"), ("y", "0")));
        room.Change(2, 1, 1, null, Update("e/1", ("x", "5"), ("y", "5")));
        room.Change(1, 2, 2, null, Update("e/1", ("y", "9")));
        room.Receive(1, new RevertMessage("bob", 1, 1) { Id = 3 });
        ResponseMessage answer = room.Last<ResponseMessage>(1);
        Assert.Equal((ResponseStatus.Saved, 4L), (answer.Status, answer.Revision));
        WireOperation[] expected = [Update("e/1", ("x", "0"))];
        Assert.Equal(Wire.Serialize(new RemoteChangeMessage(4, "ada", 3, room.Now, [.. expected], Reverts: new ChangeRange("bob", 1, 1))), Wire.Serialize(room.Last<RemoteChangeMessage>(2)));
        Assert.Equal(Wire.Serialize(new RemoteChangeMessage(4, "ada", 3, room.Now, answer.Applied!.Value)), Wire.Serialize(room.Last<RemoteChangeMessage>(2) with { Reverts = null }));
        Assert.Equal(new ChangeRange("bob", 1, 1), Gestures(room, 2)[^1].Reverts);

        // The same again, as after a lost answer.
        room.Receive(1, new RevertMessage("bob", 1, 1) { Id = 3 });
        Assert.Equal((ResponseStatus.Saved, 4L), (room.Last<ResponseMessage>(1).Status, room.Last<ResponseMessage>(1).Revision));
        Assert.Equal(4, room.Room.Revision);

        // And back: a revert is a change like others.
        room.Receive(2, new RevertMessage("ada", 3, 3) { Id = 2 });
        Assert.Equal(Wire.Serialize(new RemoteChangeMessage(5, "bob", 2, room.Now, [Update("e/1", ("x", "5"))])), Wire.Serialize(room.Last<RemoteChangeMessage>(1) with { Reverts = null }));
    }

    [Fact(DisplayName = "[HIST-4] A revert of typing takes the letters of that author alone, with older history let go")]
    public void RevertTyping()
    {
        var room = new RoomHarness(new RoomOptions { HistoryChanges = 2 });
        room.Join(1, "ada");
        room.Join(2, "bob");
        for (int i = 0; i < 10; i++)
        {
            room.Type(1, i + 1, i, i, "a");
        }

        room.Type(2, 1, 10, 3, "BB");
        room.Tick(100_000);
        Assert.True(room.Room.HistoryStart > 0);
        room.Receive(2, new RevertMessage("ada", 1, 10) { Id = 2 });
        Assert.Equal("BB", room.Body);
        Assert.Equal(1, room.Loads);
    }

    [Fact(DisplayName = "[HIST-4] Nothing left, unknown and forbidden reverts are refused, each with its code")]
    public void Refused()
    {
        RoomHarness room = Together();
        room.Change(1, 1, 0, null, Add("e/1", "box", ("x", "0")));
        room.Change(1, 2, 1, null, Update("e/1", ("x", "5")));
        room.Change(2, 1, 2, null, Update("e/1", ("x", "7")));
        room.Receive(2, new RevertMessage("ada", 2, 2) { Id = 2 });
        Assert.Equal(ErrorCodes.NothingLeft, room.Last<ResponseMessage>(2).Error!.Code);
        room.Receive(2, new RevertMessage("ada", 8, 9) { Id = 3 });
        Assert.Equal(ErrorCodes.UnknownChange, room.Last<ResponseMessage>(2).Error!.Code);
        room.Grant(3, "account:3", DocumentRole.Commenter);
        room.Join(3, "cay");
        room.Receive(3, new RevertMessage("bob", 1, 1) { Id = 1 });
        Assert.Equal(ErrorCodes.Forbidden, room.Last<ResponseMessage>(3).Error!.Code);
        Assert.Equal(2, Gestures(room, 3).Length);
        Assert.Equal(3, room.Room.Revision);
    }

    [Fact(DisplayName = "[HIST-4] What somebody else has locked is not taken back")]
    public void Locked()
    {
        var room = new RoomHarness();
        room.Grant(1, "account:1", DocumentRole.Editor);
        room.Grant(2, "account:2", DocumentRole.Editor);
        room.Join(1, "ada");
        room.Join(2, "bob");
        room.Change(1, 1, 0, null, Add("e/1", "box", ("x", "0")));
        room.Change(1, 2, 1, null, Update("e/1", ("x", "5")));
        room.Change(1, 3, 2, null, Update("e/1", ("locked", "true")));
        room.Receive(2, new RevertMessage("ada", 2, 2) { Id = 1 });
        Assert.Equal(ErrorCodes.Locked, room.Last<ResponseMessage>(2).Error!.Code);
    }

    [Fact(DisplayName = "[CHANGE-17] An undo gives way to what was written without having seen it, whichever comes first; others are told that it is one")]
    public void UndoYields()
    {
        RoomHarness room = Together();
        room.Change(1, 1, 0, null, Add("e/1", "box", ("x", "0")));
        room.Now += 1_000;
        room.Change(1, 2, 1, null, Update("e/1", ("x", "5")));
        room.Now += 1_000;
        room.Change(2, 1, 2, null, Update("e/1", ("x", "7")));
        room.Now += 1_000;
        room.Receive(1, new ChangeMessage(2, [Update("e/1", ("x", "0"))], Undo: true) { Id = 3 });
        RemoteChangeMessage undo = room.Last<RemoteChangeMessage>(2);
        Assert.True(undo.Undo);
        Assert.Empty(undo.Ops);

        // The other way round: the undo is there first.
        room.Now += 1_000;
        room.Change(1, 4, 4, null, Update("e/1", ("x", "8")));
        room.Now += 1_000;
        room.Receive(1, new ChangeMessage(5, [Update("e/1", ("x", "7"))], Undo: true) { Id = 5 });
        room.Now += 1_000;
        room.Change(2, 2, 5, null, Update("e/1", ("x", "9")));
        Assert.NotEmpty(room.Last<RemoteChangeMessage>(1).Ops);
    }

    [Fact(DisplayName = "[CHANGE-17] [HIST-5] An undo and a revert are told by themselves, never as one with what came before or after")]
    public void NeverJoined()
    {
        var typed = new TextOperation("body", [new TextEdit(0, 0, TextContent.Of("a"))]);
        ServerMessage[] messages =
        [
            new RemoteChangeMessage(1, "ada", 1, 0, [typed]),
            new RemoteChangeMessage(2, "ada", 2, 0, [typed], Undo: true),
            new RemoteChangeMessage(3, "ada", 3, 0, [typed], Reverts: new ChangeRange("bob", 1, 1)),
            new RemoteChangeMessage(4, "ada", 4, 0, [typed]),
        ];
        Assert.Equal(messages, ChangeRuns.Join(messages));
    }

    [Fact(DisplayName = "[HIST-2] Who made a change is told by name also after a restart")]
    public void Names()
    {
        RoomHarness room = Together();
        room.Type(1, 1, 0, 0, "a");
        room.Reopen(withSnapshot: false);
        room.Join(2, "bob");
        Assert.Equal("ADA", Assert.Single(Gestures(room, 2)).Name);
    }
}
