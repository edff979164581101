using Weft.Protocol;

namespace Weft.Sync.Tests;

public sealed class RoomChangeTests
{
    private static readonly Dictionary<string, RawJson> s_none = new(StringComparer.Ordinal);

    [Fact(DisplayName = "[CHANGE-3] [CHANGE-9] [CHANGE-10] A change in an old revision is merged; its author and the others are told the same")]
    public void Merge()
    {
        RoomHarness room = Two();
        room.Type(1, 1, 0, 0, "Hello");
        room.Type(2, 1, 1, 5, " world");
        ResponseMessage answer = room.Type(1, 2, 1, 5, "!");
        Assert.Equal(3, answer.Revision);
        RemoteChangeMessage told = room.Last<RemoteChangeMessage>(2);
        Assert.Equal(("ada", 2L, 3L), (told.Client, told.Id, told.Revision));
        Assert.Equal(Edits(told.Ops), Edits(answer.Applied!.Value));
        Assert.Contains("Hello", room.Body, StringComparison.Ordinal);
        Assert.Contains(" world", room.Body, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[CHANGE-10] Without changes of others between, there is no applied")]
    public void NoApplied()
    {
        RoomHarness room = Two();
        Assert.Null(room.Type(1, 1, 0, 0, "a").Applied);
        Assert.Null(room.Type(1, 2, 0, 1, "b").Applied);
        Assert.NotNull(room.Type(2, 1, 0, 0, "c").Applied);
        Assert.Null(room.Type(2, 2, 3, 0, "d").Applied);
        room.Reopen(withSnapshot: true);
        room.Join(1, "ada");
        Assert.NotNull(room.Type(1, 3, 0, 0, "e").Applied);
    }

    [Fact(DisplayName = "[CHANGE-3] The base is the revision and all that the same client did before")]
    public void OwnChangesAreSeen()
    {
        RoomHarness room = Two();
        room.Type(1, 1, 0, 0, "ab");
        room.Type(1, 2, 0, 2, "cd");
        Assert.Equal("abcd", room.Body);
        Assert.Equal(ErrorCodes.FutureBase, room.Type(1, 3, 3, 0, "x").Error?.Code);
    }

    [Fact(DisplayName = "[CHANGE-2] An id is applied once, over any connection, also after the server started again")]
    public void Dedupe()
    {
        RoomHarness room = Two();
        room.Type(1, 1, 0, 0, "a");
        room.Type(2, 1, 1, 0, "b");
        Assert.Equal(1, room.Type(1, 1, 0, 0, "a").Revision);
        room.Reopen(withSnapshot: true);
        room.Join(3, "ada");
        Assert.Equal((ResponseStatus.Saved, 1L), (room.Type(3, 1, 0, 0, "a").Status, room.Last<ResponseMessage>(3).Revision));
        Assert.Equal("ba", room.Body);
        Assert.Equal(2, room.Log.Count);
    }

    [Fact(DisplayName = "[CHANGE-4] What follows an unsaved change is refused with after_unsaved")]
    public void After()
    {
        RoomHarness room = Two();
        Assert.Equal(ErrorCodes.OutOfRange, room.Type(1, 1, 0, 9, "a").Error?.Code);
        ResponseMessage second = room.Type(1, 2, 0, 1, "b", after: 1);
        Assert.Equal((ResponseStatus.Rejected, ErrorCodes.AfterUnsaved), (second.Status, second.Error?.Code));
        Assert.Equal(ResponseStatus.Saved, room.Type(1, 3, 0, 0, "c").Status);
        Assert.Equal(ResponseStatus.Saved, room.Type(1, 4, 0, 1, "d", after: 3).Status);
    }

    [Fact(DisplayName = "[CHANGE-4] More than 1,024 unanswered changes are refused with too_many_unsaved")]
    public void TooMany()
    {
        var room = new RoomHarness(commits: false);
        room.Join(1, "ada");
        for (int id = 1; id <= Limits.MaxUnansweredChanges + 1; id++)
        {
            room.Type(1, id, 0, 0, "a");
        }

        room.Commit(Limits.MaxUnansweredChanges);
        Assert.Equal(ErrorCodes.TooManyUnsaved, room.Last<ResponseMessage>(1).Error?.Code);
        Assert.Equal(Limits.MaxUnansweredChanges, room.Room.Revision);
    }

    [Theory(DisplayName = "[CHANGE-5] [CHANGE-6] Text operations: offsets of before, replacing, formatting, and what is refused")]
    [InlineData("""{"from":0,"to":1},{"from":5,"to":6,"insert":"X"}""", "bc😀X", null)]
    [InlineData("""{"from":1,"to":1,"insert":"Z"},{"from":1,"to":2}""", "aZc😀e", null)]
    [InlineData("""{"from":1,"to":2},{"from":2,"to":2,"insert":"Z"}""", "aZc😀e", null)]
    [InlineData("""{"from":0,"to":6}""", "", null)]
    [InlineData("""{"from":0,"to":7}""", "abc😀e", ErrorCodes.OutOfRange)]
    [InlineData("""{"from":4,"to":4,"insert":"x"}""", "abc😀e", ErrorCodes.SplitsSurrogate)]
    [InlineData("""{"from":3,"to":4}""", "abc😀e", ErrorCodes.SplitsSurrogate)]
    [InlineData("""{"from":1,"to":1}""", "abc😀e", ErrorCodes.BadField)]
    public void TextOperations(string edits, string expected, string? code)
    {
        RoomHarness room = Two();
        room.Type(1, 1, 0, 0, "abc😀e");
        room.Receive(1, $$$"""{"type":"change","id":2,"base":1,"ops":[{"op":"text","path":"body","changes":[{{{edits}}}]}]}""");
        Assert.Equal(code, room.Last<ResponseMessage>(1).Error?.Code);
        Assert.Equal(expected, room.Body);
    }

    [Fact(DisplayName = "[CHANGE-6] The greatest offsets that can be sent are refused, and break nothing")]
    public void GreatestOffsets()
    {
        RoomHarness room = Two();
        room.Type(1, 1, 0, 0, "abc");
        Assert.Equal(ErrorCodes.OutOfRange, room.Type(1, 2, 1, Limits.MaxOffset, "abc").Error?.Code);
        room.Receive(1, new CursorMessage(0, "body", [new CursorRange(Limits.MaxOffset, 0)]));
        Assert.Equal(new CursorRange(3, 3), room.Last<RemoteCursorMessage>(2).Ranges!.Value[0]);
    }

    [Fact(DisplayName = "[CHANGE-1] [CHANGE-5] Several operations see each other's effects, and all are taken or none")]
    public void Sequence()
    {
        RoomHarness room = Two();
        TextOperation first = new("body", [new TextEdit(0, 0, TextContent.Of("ab"))]);
        TextOperation second = new("body", [new TextEdit(2, 2, TextContent.Of("c"))]);
        TextOperation wrong = new("body", [new TextEdit(9, 9, TextContent.Of("c"))]);
        ResponseMessage refused = room.Change(1, 1, 0, null, first, second, wrong);
        Assert.Equal(("ops[2]", ErrorCodes.OutOfRange), (refused.Error?.At, refused.Error?.Code));
        Assert.Equal(0, room.Room.Revision);
        Assert.Equal(ResponseStatus.Saved, room.Change(1, 2, 0, null, first, second).Status);
        Assert.Equal("abc", room.Body);
        Assert.Single(Edits(room.Last<RemoteChangeMessage>(2).Ops));
    }

    [Fact(DisplayName = "[CHANGE-7] [CHANGE-9] Items: others are told add, update, delete and restore only")]
    public void Items()
    {
        RoomHarness room = Two();
        room.Change(1, 1, 0, null, new AddOperation("e/1", "box", new Dictionary<string, RawJson>(StringComparer.Ordinal) { ["a"] = RawJson.Null }));
        room.Change(1, 2, 1, null, new MoveOperation("e/1", 1, 2), new ResizeOperation("e/1", 3, 4), new ReorderOperation("e/1", "a0"), new LockOperation("e/1", true));
        Assert.All(room.Last<RemoteChangeMessage>(2).Ops, operation => Assert.IsType<UpdateOperation>(operation));
        Assert.Equal("""{"height":4,"index":"a0","locked":true,"width":3,"x":1,"y":2}""", room.Room.Document.Find(new("e", "1"))!.Properties.ToString());
        room.Change(1, 3, 2, null, new ClearOperation("e"));
        Assert.IsType<DeleteOperation>(Assert.Single(room.Last<RemoteChangeMessage>(2).Ops));
        ResponseMessage restored = room.Change(1, 4, 3, null, new RestoreOperation("e/1"));
        RestoreOperation told = Assert.IsType<RestoreOperation>(Assert.Single(restored.Applied!.Value));
        Assert.Equal(("box", 6), (told.Kind, told.Properties!.Count));
    }

    [Fact(DisplayName = "[CHANGE-8] [CHANGE-9] What lost is left out; clear leaves what its author had not seen")]
    public void Conflicts()
    {
        RoomHarness room = Two();
        room.Change(1, 1, 0, null, new AddOperation("e/1", "box", s_none));
        room.Change(2, 1, 1, null, new DeleteOperation("e/1"));
        ResponseMessage late = room.Change(1, 2, 1, null, new MoveOperation("e/1", 1, 1));
        Assert.Empty(late.Applied!.Value);
        room.Change(1, 3, 2, null, new AddOperation("e/2", "box", s_none));
        room.Change(2, 2, 2, null, new ClearOperation("e"));
        Assert.NotNull(room.Room.Document.Find(new("e", "2")));
    }

    [Theory(DisplayName = "[DOC-3] [CHANGE-8] What the document does not have is refused")]
    [InlineData("""{"op":"add","path":"e/1","kind":"box","properties":{}}""", ErrorCodes.ItemExists)]
    [InlineData("""{"op":"delete","path":"e/none"}""", ErrorCodes.UnknownItem)]
    [InlineData("""{"op":"text","path":"e/none/label","changes":[{"from":0,"to":0,"insert":"a"}]}""", ErrorCodes.UnknownItem)]
    [InlineData("""{"op":"text","path":"e/1/label","changes":[{"from":0,"to":0,"insert":"a"}]}""", null)]
    [InlineData("""{"op":"text","path":"e/1","changes":[{"from":0,"to":0,"insert":"a"}]}""", ErrorCodes.UnknownPath)]
    [InlineData("""{"op":"delete","path":"e"}""", ErrorCodes.UnknownPath)]
    [InlineData("""{"op":"delete","path":"e//1"}""", ErrorCodes.UnknownPath)]
    [InlineData("""{"op":"clear","path":"e/1"}""", ErrorCodes.UnknownPath)]
    [InlineData("""{"op":"add","path":"e/2","kind":"bad","properties":{}}""", ErrorCodes.BadProperty)]
    [InlineData("""{"op":"update","path":"e/1","properties":{}}""", ErrorCodes.BadField)]
    public void Refused(string operation, string? code)
    {
        RoomHarness room = Two();
        room.Change(1, 1, 0, null, new AddOperation("e/1", "box", s_none));
        room.Receive(1, $$$"""{"type":"change","id":2,"base":1,"ops":[{{{operation}}}]}""");
        ResponseMessage answer = room.Last<ResponseMessage>(1);
        Assert.Equal(code is null ? ResponseStatus.Saved : ResponseStatus.Rejected, answer.Status);
        Assert.Equal(code, answer.Error?.Code);
    }

    [Fact(DisplayName = "[CHANGE-11] Nothing tells of a revision before it is on disk, and all comes in order")]
    public void Durability()
    {
        var room = new RoomHarness(commits: false);
        room.Join(1, "ada");
        room.Join(2, "bo");
        room.Inbox(1).Clear();
        room.Inbox(2).Clear();
        room.Type(1, 1, 0, 0, "a");
        room.Receive(2, new HeartbeatMessage());
        room.Join(3, "eve", null, expectAnswer: false);
        room.Type(2, 1, 0, 0, "b");
        Assert.Empty(room.Inbox(1));
        Assert.Empty(room.Inbox(2));
        Assert.Empty(room.Inbox(3));
        room.Commit(1);
        Assert.Equal(1, room.Last<ResponseMessage>(1).Revision);
        Assert.Equal(1, room.Last<SyncMessage>(3).Revision);
        Assert.Single(room.Inbox(2).OfType<RemoteChangeMessage>());
        Assert.DoesNotContain(room.Inbox(3), message => message is RemoteChangeMessage);
        room.Commit(2);
        Assert.Equal(2, room.Last<RemoteChangeMessage>(3).Revision);
        Assert.Equal(2, room.Last<ResponseMessage>(2).Revision);
    }

    [Fact(DisplayName = "[CHANGE-12] The time of an edit is believed, but never one in the future")]
    public void Times()
    {
        RoomHarness room = Two();
        room.Receive(1, new ChangeMessage(0, [new AddOperation("e/1", "box", s_none)], At: room.Now - 5_000) { Id = 1 });
        Assert.Equal(room.Now - 5_000, room.Last<RemoteChangeMessage>(2).At);
        room.Receive(1, new ChangeMessage(1, [new MoveOperation("e/1", 1, 1)], At: room.Now + 5_000) { Id = 2 });
        Assert.Equal(room.Now, room.Last<RemoteChangeMessage>(2).At);
    }

    [Fact(DisplayName = "A change that would make the document too large is refused with document_full")]
    public void Full()
    {
        var room = new RoomHarness(new RoomOptions { MaxTextUnits = 4, MaxItems = 1, MaxPropertyLength = 10 });
        room.Join(1, "ada");
        Assert.Equal(ResponseStatus.Saved, room.Type(1, 1, 0, 0, "abcd").Status);
        Assert.Equal(ErrorCodes.DocumentFull, room.Type(1, 2, 1, 0, "e").Error?.Code);
        Assert.Equal(ResponseStatus.Saved, room.Change(1, 3, 1, null, new TextOperation("body", [new TextEdit(0, 2)])).Status);
        Assert.Equal(ResponseStatus.Saved, room.Type(1, 4, 2, 0, "e").Status);
        Assert.Equal(ResponseStatus.Saved, room.Change(1, 5, 3, null, new AddOperation("e/1", "box", s_none)).Status);
        Assert.Equal(ErrorCodes.DocumentFull, room.Change(1, 6, 4, null, new AddOperation("e/2", "box", s_none)).Error?.Code);
        var large = new Dictionary<string, RawJson>(StringComparer.Ordinal) { ["x"] = RawJson.Of("0123456789") };
        Assert.Equal(ErrorCodes.BadProperty, room.Change(1, 7, 4, null, new UpdateOperation("e/1", large)).Error?.Code);
    }

    [Fact(DisplayName = "A damaged log is found, and a gap in it as well")]
    public void Damage()
    {
        RoomHarness room = Two();
        room.Type(1, 1, 0, 0, "a");
        room.Type(1, 2, 1, 0, "b");
        byte[] damaged = room.Log[0].Bytes.ToArray();
        damaged[^6] ^= 1;
        Assert.Throws<CorruptLogException>(() => room.Open([new StoredChange(1, damaged)]));
        Assert.Throws<CorruptLogException>(() => room.Open([room.Log[1]]));
        Assert.Throws<CorruptLogException>(() => room.Open([new StoredChange(1, default)]));
        Assert.Throws<CorruptLogException>(() => room.Open(room.Room.Snapshot(), [room.Log[0]]));
        Assert.Equal(2, room.Open(room.Room.Snapshot(), [room.Log[1]]).Revision);
    }

    private static RoomHarness Two()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Join(2, "bo");
        return room;
    }

    private static IEnumerable<TextEdit> Edits(IEnumerable<WireOperation> ops) =>
        ops.OfType<TextOperation>().SelectMany(operation => operation.Changes);
}
