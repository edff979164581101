using System.Collections.Immutable;
using Weft.Protocol;

namespace Weft.Sync.Tests;

public sealed class RoomAccessTests
{
    private static readonly Dictionary<string, RawJson> s_none = new(StringComparer.Ordinal);

    [Fact(DisplayName = "[ACCESS-2] [ACCESS-7] Who was granted nothing cannot join: unauthorized, and forbidden without any role")]
    public void NoGrant()
    {
        var room = new RoomHarness();
        var outputs = new List<RoomOutput>();
        room.Room.Receive(new SessionId(1), new JoinMessage("doc") { Id = 4 }, room.Now, outputs);
        var answer = (ResponseMessage)Assert.IsType<Send>(Assert.Single(outputs)).Message;
        Assert.Equal((4, ErrorCodes.Unauthorized), (answer.InReply, answer.Error?.Code));

        room.Grant(2, "account:bo", DocumentRole.None);
        room.Join(2, "bo", expectAnswer: false);
        Assert.Equal(ErrorCodes.Forbidden, room.Last<ResponseMessage>(2).Error?.Code);
        Assert.Equal(0, room.Room.SessionCount);
    }

    [Theory(DisplayName = "[ACCESS-5] M-35 M-44 O-48 Each role may do what it may, and is refused the rest with forbidden")]
    [InlineData(DocumentRole.Viewer, false, false)]
    [InlineData(DocumentRole.Commenter, true, false)]
    [InlineData(DocumentRole.Editor, true, true)]
    [InlineData(DocumentRole.Admin, true, true)]
    public void Roles(DocumentRole role, bool comments, bool edits)
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Change(1, 1, 0, null, Add("e/1"));
        room.Grant(2, "account:bo", role);
        Assert.Equal(role, room.Join(2, "bo").Role);
        WireOperation[] edit = [Type("body", "x"), Type("e/1/label", "x"), Add("e/2"), new MoveOperation("e/1", 1, 1), new DeleteOperation("e/1"), new RestoreOperation("e/1"), new ClearOperation("e")];
        int id = 0;
        foreach (WireOperation operation in edit)
        {
            ResponseMessage answer = room.Change(2, ++id, room.Room.Revision, null, operation);
            Assert.Equal(edits ? null : ErrorCodes.Forbidden, answer.Error?.Code);
        }

        ResponseMessage comment = room.Change(2, ++id, room.Room.Revision, null, Add("comments/c1"));
        Assert.Equal(comments ? null : ErrorCodes.Forbidden, comment.Error?.Code);
        Assert.Equal(1 + (edits ? edit.Length : 0) + (comments ? 1 : 0), room.Room.Revision);
    }

    [Fact(DisplayName = "[ACCESS-5] A commenter changes, deletes and restores its own comments, over client ids, and nobody else's")]
    public void OwnComments()
    {
        var room = new RoomHarness();
        room.Grant(1, "account:ada", DocumentRole.Commenter);
        room.Grant(2, "account:bo", DocumentRole.Commenter);
        room.Grant(3, "account:ada", DocumentRole.Commenter);
        room.Join(1, "ada");
        room.Join(2, "bo");
        room.Join(3, "ada-at-home");
        room.Change(1, 1, 0, null, Add("comments/c1"));
        foreach (WireOperation operation in (WireOperation[])[Update("comments/c1"), new DeleteOperation("comments/c1"), new RestoreOperation("comments/c1"), Add("comments/c1")])
        {
            // As of revision 0 the author does not know the comment: even its addition may not write into it.
            long seen = operation is AddOperation ? 0 : room.Room.Revision;
            ResponseMessage refused = room.Change(2, 1, seen, null, Add("comments/x"), operation);
            Assert.Equal((ErrorCodes.Forbidden, "ops[1]"), (refused.Error?.Code, refused.Error?.At));
            if (operation is not AddOperation)
            {
                Assert.Equal(ResponseStatus.Saved, room.Change(3, room.Room.Revision, room.Room.Revision, null, operation).Status);
            }
        }

        Assert.Equal(ErrorCodes.Forbidden, room.Change(1, 9, room.Room.Revision, null, new ClearOperation("comments")).Error?.Code);
        Assert.Equal(ErrorCodes.Forbidden, room.Change(1, 10, room.Room.Revision, null, Type("comments/c1/text", "x")).Error?.Code);
    }

    [Fact(DisplayName = "[ACCESS-5] A comment names its author as the server does; who has no name there names themselves")]
    public void CommentAuthors()
    {
        var room = new RoomHarness();
        room.Grant(1, new RoomGrant("account:ada", DocumentRole.Commenter) { Name = "Ada Ł. \"A\"", IsPersonal = true });
        room.Grant(2, new RoomGrant("guest:1", DocumentRole.Commenter) { IsGuest = true, IsPersonal = true });
        room.Join(1, "ada");
        room.Join(2, "eve");
        Assert.Equal(ResponseStatus.Saved, room.Change(1, 1, 0, null, By("comments/c1", "Ada Ł. \"A\"")).Status);
        Assert.Equal(ErrorCodes.Forbidden, room.Change(1, 2, 1, null, By("comments/c2", "Bo")).Error?.Code);
        Assert.Equal(ErrorCodes.Forbidden, room.Change(1, 3, 1, null, new UpdateOperation("comments/c1", Author("Bo"))).Error?.Code);
        Assert.Equal(ResponseStatus.Saved, room.Change(2, 1, 1, null, By("comments/c3", "Eve")).Status);
    }

    [Theory(DisplayName = "[ACCESS-5] Nobody but an admin gives somebody else's comment another author, or takes it away")]
    [InlineData(DocumentRole.Commenter, false)]
    [InlineData(DocumentRole.Editor, false)]
    [InlineData(DocumentRole.Admin, true)]
    public void AuthorsOfOthers(DocumentRole role, bool may)
    {
        foreach (string? name in (string?[])["Bo", null])
        {
            foreach (RawJson author in (RawJson[])[RawJson.Of("Bo"), RawJson.Null])
            {
                var room = new RoomHarness();
                room.Grant(1, new RoomGrant("account:ada", DocumentRole.Editor) { Name = "Ada", IsPersonal = true });
                room.Grant(2, new RoomGrant("account:bo", role) { Name = name, IsPersonal = true });
                room.Join(1, "ada");
                room.Join(2, "bo");
                room.Change(1, 1, 0, null, By("comments/c1", "Ada"));
                var written = new Dictionary<string, RawJson>(StringComparer.Ordinal) { ["author"] = author };
                ResponseMessage answer = room.Change(2, 1, 1, null, new UpdateOperation("comments/c1", written));
                Assert.Equal(may ? null : ErrorCodes.Forbidden, answer.Error?.Code);
                Assert.Equal(ResponseStatus.Saved, room.Change(1, 2, 1, null, new UpdateOperation("comments/c1", Author("Ada"))).Status);
            }
        }
    }

    [Fact(DisplayName = "[ACCESS-6] M-45 A role that changes is told, and holds for the next message")]
    public void RoleChanges()
    {
        var room = new RoomHarness();
        room.Grant(1, "account:ada", DocumentRole.Editor);
        Assert.Equal((DocumentRole.Editor, null), (room.Join(1, "ada").Role, room.Last<SyncMessage>(1).Run));
        Assert.Equal(ResponseStatus.Saved, room.Type(1, 1, 0, 0, "a").Status);

        room.Grant(1, "account:ada", DocumentRole.Viewer);
        Assert.Equal(new AccessMessage(DocumentRole.Viewer), room.Last<AccessMessage>(1));
        ResponseMessage refused = room.Type(1, 2, 1, 0, "b");
        Assert.Equal((ResponseStatus.Rejected, ErrorCodes.Forbidden), (refused.Status, refused.Error?.Code));
        Assert.Equal(ResponseStatus.Saved, room.Type(1, 1, 0, 0, "a").Status);

        room.Grant(1, new RoomGrant("account:ada", DocumentRole.Editor) { CanRun = true, ChangedBy = "Bo" });
        Assert.Equal(new AccessMessage(DocumentRole.Editor, true, "Bo"), room.Last<AccessMessage>(1));
        Assert.Equal(ResponseStatus.Saved, room.Type(1, 3, 1, 0, "c").Status);
        room.Grant(1, new RoomGrant("account:ada", DocumentRole.Editor) { CanRun = true });
        Assert.Equal(2, room.Inbox(1).OfType<AccessMessage>().Count());
    }

    [Fact(DisplayName = "[ACCESS-7] M-45 Whose role ends is closed with 4008, after the answers to what was saved; others see it leave")]
    public void RoleEnds()
    {
        var room = new RoomHarness(commits: false);
        room.Join(1, "bo");
        room.Grant(2, "account:ada", DocumentRole.Editor);
        room.Join(2, "ada");
        room.Type(2, 1, 0, 0, "a");
        room.Grant(2, "account:ada", DocumentRole.None);
        room.Type(2, 2, 0, 0, "b");
        Assert.Empty(room.Closed);
        Assert.Equal((1, 1), (room.Room.Revision, room.Room.SessionCount));

        room.Commit(1);
        Assert.Equal((2L, CloseCodes.AccessWithdrawn), (Assert.Single(room.Closed).Session.Value, room.Closed[0].Code));
        Assert.Contains(room.Inbox(2).OfType<ResponseMessage>(), answer => answer is { InReply: 1, Status: ResponseStatus.Saved });
        Assert.Equal(["ada"], room.Last<PresenceMessage>(1).Left);
    }

    [Fact(DisplayName = "[ACCESS-7] [CHANGE-10] Whose role ends is still told of the changes before its own that was saved, in order")]
    public void RoleEndsAmongChanges()
    {
        var room = new RoomHarness(commits: false);
        room.Join(1, "bo");
        room.Grant(2, "account:ada", DocumentRole.Editor);
        room.Join(2, "ada");
        room.Type(1, 1, 0, 0, "b");
        room.Type(2, 1, 0, 0, "a");
        room.Grant(2, "account:ada", DocumentRole.None);
        room.Commit(2);
        Assert.Equal(1, Assert.Single(room.Inbox(2).OfType<RemoteChangeMessage>()).Revision);
        Assert.Contains(room.Inbox(2).OfType<ResponseMessage>(), answer => answer is { InReply: 1, Revision: 2, Status: ResponseStatus.Saved });
        Assert.Equal(2L, Assert.Single(room.Closed).Session.Value);
    }

    [Fact(DisplayName = "[ACCESS-7] Who is let in again before the end of its stay was told stays")]
    public void RoleEndsAndReturns()
    {
        var room = new RoomHarness(commits: false);
        room.Join(1, "bo");
        room.Grant(2, "account:ada", DocumentRole.Editor);
        room.Join(2, "ada");
        room.Type(1, 1, 0, 0, "b");
        room.Grant(2, "account:ada", DocumentRole.None);
        room.Grant(2, "account:ada", DocumentRole.Viewer);
        room.Join(2, "ada", expectAnswer: false);
        room.Commit(1);
        Assert.Empty(room.Closed);
        Assert.Equal(2, room.Room.SessionCount);
    }

    [Fact(DisplayName = "[ACCESS-5] A viewer's cursor is passed on without its preview, also the one that it had as an editor")]
    public void Previews()
    {
        var room = new RoomHarness();
        room.Join(1, "bo");
        room.Grant(2, "account:ada", DocumentRole.Editor);
        room.Join(2, "ada");
        var cursor = new CursorMessage(0, Pointer: new CursorPoint(1, 2), Preview: [Update("e/1")]);
        room.Receive(2, cursor);
        Assert.NotNull(room.Last<RemoteCursorMessage>(1).Preview);
        room.Grant(2, "account:ada", DocumentRole.Viewer);
        Assert.Null(room.Last<RemoteCursorMessage>(1).Preview);
        room.Tick(1_000);
        room.Receive(2, cursor with { Pointer = new CursorPoint(3, 4) });
        Assert.Equal((new CursorPoint(3, 4), null), (room.Last<RemoteCursorMessage>(1).Pointer, room.Last<RemoteCursorMessage>(1).Preview));
    }

    [Fact(DisplayName = "[ACCESS-8] What somebody locked is refused to others as a whole, in every way, until it is unlocked")]
    public void Locked()
    {
        RoomHarness room = WithLock();
        WireOperation[] edits =
        [
            Update("e/1"), new MoveOperation("e/1", 1, 1), new ResizeOperation("e/1", 1, 1), new ReorderOperation("e/1", "a2"), new LockOperation("e/1", false),
            new DeleteOperation("e/1"), new ClearOperation("e"), Type("e/1/label", "x"), Add("e/1"),
        ];
        foreach (WireOperation edit in edits)
        {
            ResponseMessage answer = room.Change(2, 1, room.Room.Revision, null, Update("e/2"), edit);
            Assert.Equal((ResponseStatus.Rejected, ErrorCodes.Locked, "ops[1]"), (answer.Status, answer.Error?.Code, answer.Error?.At));
        }

        Assert.Equal(3, room.Room.Revision);
        Assert.Equal(ResponseStatus.Saved, room.Change(2, 2, 3, null, Update("e/2")).Status);
        room.Change(1, 10, 4, null, new LockOperation("e/1", false));
        Assert.Equal(ResponseStatus.Saved, room.Change(2, 3, 5, null, Update("e/1")).Status);
    }

    [Fact(DisplayName = "[ACCESS-8] Who locked may change it, on another connection, under another client id and after the server started again")]
    public void LockerOverConnections()
    {
        RoomHarness room = WithLock();
        foreach (bool withSnapshot in (bool[])[false, true])
        {
            room.Reopen(withSnapshot);
            room.Grant(5, "account:bo", DocumentRole.Editor);
            room.Join(5, "bo");
            Assert.Equal(ErrorCodes.Locked, room.Change(5, 50, 3, null, Update("e/1")).Error?.Code);
            room.Grant(6, "account:ada", DocumentRole.Editor);
            room.Join(6, withSnapshot ? "ada-at-home" : "ada-on-a-phone");
            Assert.Equal(ResponseStatus.Saved, room.Change(6, 60, 3, null, Update("e/1")).Status);
        }
    }

    [Fact(DisplayName = "[ACCESS-8] An admin may change what others locked; who locks it then is the admin")]
    public void LockedByAdmin()
    {
        RoomHarness room = WithLock();
        room.Grant(3, "account:cy", DocumentRole.Admin);
        room.Join(3, "cy");
        Assert.Equal(ResponseStatus.Saved, room.Change(3, 1, 3, null, new MoveOperation("e/1", 1, 1)).Status);
        Assert.Equal(ResponseStatus.Saved, room.Change(3, 2, 4, null, new LockOperation("e/1", true)).Status);
        Assert.Equal(ErrorCodes.Locked, room.Change(1, 10, 5, null, Update("e/1")).Error?.Code);
    }

    [Fact(DisplayName = "[ACCESS-8] A change from before the lock is refused, of two concurrent locks the first stands, and a lost lock locks nothing")]
    public void ConcurrentLocks()
    {
        RoomHarness room = WithLock();
        Assert.Equal(ErrorCodes.Locked, room.Change(2, 1, 2, null, Update("e/1")).Error?.Code);
        Assert.Equal(ErrorCodes.Locked, room.Change(2, 2, 2, null, new LockOperation("e/1", true)).Error?.Code);

        // Made earlier, and so of no effect against a later write that did not know of it.
        room.Now += 10_000;
        room.Change(2, 3, 3, null, new LockOperation("e/2", false));
        room.Receive(1, new ChangeMessage(3, [new LockOperation("e/2", true)], At: room.Now - 5_000) { Id = 10 });
        Assert.Equal(ResponseStatus.Saved, room.Change(2, 4, 5, null, Update("e/2")).Status);
    }

    [Fact(DisplayName = "[ACCESS-8] What was deleted while locked is restored by who locked it only; a clear from before an item was there spares it")]
    public void LockedAndDeleted()
    {
        RoomHarness room = WithLock();
        room.Change(1, 10, 3, null, new DeleteOperation("e/1"));
        Assert.Equal(ErrorCodes.Locked, room.Change(2, 1, 4, null, new RestoreOperation("e/1")).Error?.Code);
        Assert.Equal(ResponseStatus.Saved, room.Change(2, 2, 4, null, new ClearOperation("e")).Status);
        Assert.Equal(ResponseStatus.Saved, room.Change(1, 11, 5, null, new RestoreOperation("e/1")).Status);
        Assert.Equal(ErrorCodes.Locked, room.Change(2, 3, 6, null, new ClearOperation("e")).Error?.Code);
        room.Grant(3, "account:cy", DocumentRole.Editor);
        room.Join(3, "cy");
        Assert.Equal(ResponseStatus.Saved, room.Change(3, 1, 0, null, new ClearOperation("e")).Status);
    }

    [Fact(DisplayName = "[ACCESS-9] A client id is its first user's, joined or not, also after the server started again")]
    public void ClientTaken()
    {
        var room = new RoomHarness();
        room.Grant(1, "account:ada", DocumentRole.Viewer);
        room.Join(1, "ada");
        Assert.Equal(new Claim("ada", "account:ada", "ADA"), Assert.Single(room.Claims));
        room.Grant(2, "account:bo", DocumentRole.Admin);
        room.Join(2, "ada", expectAnswer: false);
        Assert.Equal((ErrorCodes.ClientTaken, "client"), (room.Last<ResponseMessage>(2).Error?.Code, room.Last<ResponseMessage>(2).Error?.At));
        Assert.Empty(room.Closed);

        room.Reopen(withSnapshot: false);
        room.Grant(3, "account:bo", DocumentRole.Admin);
        room.Join(3, "ada", expectAnswer: false);
        Assert.Equal(ErrorCodes.ClientTaken, room.Last<ResponseMessage>(3).Error?.Code);
        Assert.Equal("bo", room.Join(3, "bo").Client);
        room.Grant(4, "account:ada", DocumentRole.Viewer);
        Assert.Equal("ada", room.Join(4, "ada").Client);
        Assert.Equal(2, room.Claims.Count);
    }

    [Fact(DisplayName = "[ACCESS-9] Where people are not told apart nobody is refused, and a client is noted when it first changes something")]
    public void Shared()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Join(2, "ada");
        Assert.Empty(room.Claims);
        room.Type(2, 1, 0, 0, "a");
        room.Type(2, 2, 1, 0, "b");
        Assert.Equal(new Claim("ada", "anyone", "ADA"), Assert.Single(room.Claims));
    }

    [Fact(DisplayName = "[ACCESS-10] An account's name is the account's, a guest's is its own and says that it is a guest's")]
    public void Guests()
    {
        var room = new RoomHarness();
        room.Grant(1, new RoomGrant("account:ada", DocumentRole.Editor) { Name = "Ada Lovelace", IsPersonal = true });
        Assert.Equal("Ada Lovelace", room.Join(1, "ada").Name);
        room.Grant(2, new RoomGrant("guest:1", DocumentRole.Viewer) { IsGuest = true, IsPersonal = true });
        SyncMessage guest = room.Join(2, "bo");
        Assert.Equal("BO", guest.Name);
        Assert.Equal(("Ada Lovelace", (bool?)null), (guest.Users.Single().Name, guest.Users.Single().Guest));
        User joined = room.Last<PresenceMessage>(1).Joined.Single();
        Assert.Equal(("BO", (bool?)true), (joined.Name, joined.Guest));
    }

    /// <summary>Ada has locked e/1, which Bo had added beside e/2.</summary>
    private static RoomHarness WithLock()
    {
        var room = new RoomHarness();
        room.Grant(1, "account:ada", DocumentRole.Editor);
        room.Grant(2, "account:bo", DocumentRole.Editor);
        room.Join(1, "ada");
        room.Join(2, "bo");
        room.Change(2, 100, 0, null, Add("e/1"), Add("e/2"));
        room.Change(2, 101, 1, null, Type("e/1/label", "a"));
        Assert.Equal(ResponseStatus.Saved, room.Change(1, 1, 2, null, new LockOperation("e/1", true)).Status);
        return room;
    }

    private static Dictionary<string, RawJson> Author(string name) =>
        new(StringComparer.Ordinal) { ["author"] = RawJson.Of(name) };

    private static AddOperation By(string path, string author) => new(path, "comment", Author(author));

    private static AddOperation Add(string path) => new(path, "box", s_none);

    private static UpdateOperation Update(string path) =>
        new(path, new Dictionary<string, RawJson>(StringComparer.Ordinal) { ["x"] = RawJson.Of(1) });

    private static TextOperation Type(string path, string text) => new(path, [new TextEdit(0, 0, TextContent.Of(text))]);
}
