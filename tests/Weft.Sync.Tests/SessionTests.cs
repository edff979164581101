using System.Text.Json.Nodes;
using Weft.Protocol;
using Weft.Testing.Network;
using static Weft.Sync.Tests.SessionHarness;

namespace Weft.Sync.Tests;

public sealed class SessionTests
{
    private static readonly Dictionary<string, RawJson> s_none = new(StringComparer.Ordinal);

    [Fact(DisplayName = "The session traces are what the code makes")]
    public void Traces()
    {
        (string Name, Func<SessionHarness> Run)[] runs =
        [
            ("typing ahead", RunTypingAhead),
            ("held back", RunHeldBack),
            ("words stay whole", RunWordsStayWhole),
            ("rejected", RunRejected),
            ("reconnect", RunReconnect),
            ("snapshot", RunBlind),
            ("items", RunItems),
        ];
        var content = new JsonObject();
        foreach ((string name, Func<SessionHarness> run) in runs)
        {
            content[name] = run().Trace.DeepClone();
        }

        Assert.Null(GoldenFile.Compare("session.json", content));
    }

    [Fact(DisplayName = "[CHANGE-2] [CHANGE-4] Changes are sent ahead of answers, each naming the one before it")]
    public void TypingAhead() => RunTypingAhead();

    private static SessionHarness RunTypingAhead()
    {
        var session = new SessionHarness();
        Assert.Equal(1, session.Type(0, "a"));
        Assert.Equal(2, session.Type(1, "b"));
        List<ChangeMessage> sent = session.Sent();
        Assert.Equal([(1L, 0L, null), (2L, 0L, 1L)], sent.Select(change => (change.Id!.Value, change.Base, change.After)));
        session.Saved(1, 1);
        session.Type(2, "c");
        Assert.Equal((1L, 2L), (session.Sent()[0].Base, 2L));
        session.Saved(2, 2);
        session.Saved(3, 3);
        Assert.Equal(("abc", 0), (session.Body, session.Session.UnsavedCount));
        return session;
    }

    [Fact(DisplayName = "[CHANGE-13] Once others moved sent edits, edits of that text wait, and become one change")]
    public void HeldBack() => RunHeldBack();

    private static SessionHarness RunHeldBack()
    {
        var session = new SessionHarness(body: "xy");
        session.Type(1, "a");
        session.Other(1, "z", Insert(0, "Z"));
        Assert.Equal("Zxay", session.Body);
        session.Outputs.Clear();
        Assert.Equal(2, session.Type(3, "b"));
        Assert.Equal(2, session.Type(4, "c"));
        Assert.Empty(session.Sent());
        session.Edit(new TextOperation("notes", [new TextEdit(0, 0, TextContent.Of("n"))]));
        Assert.Empty(session.Sent());
        session.Saved(1, 2, Insert(2, "a"));
        ChangeMessage[] sent = [.. session.Sent()];
        Assert.Equal([(2L, 2L), (3L, 2L)], sent.Select(change => (change.Id!.Value, change.Base)));
        Assert.Equal("bc", Assert.IsType<TextOperation>(sent[0].Ops[0]).Changes[0].Insert!.Text);
        return session;
    }

    [Fact(DisplayName = "[CHANGE-14] When a prediction was wrong, what was typed behind an own word stays behind it")]
    public void WordsStayWhole() => RunWordsStayWhole();

    private static SessionHarness RunWordsStayWhole()
    {
        var session = new SessionHarness(client: "a", body: "[]");
        session.Type(1, "one");
        session.Other(1, "b", Insert(1, "other"));
        Assert.Equal("[oneother]", session.Body);
        session.Type(4, " two");
        session.Outputs.Clear();

        // The server puts it behind the other word, against the prediction.
        session.Saved(1, 2, Insert(6, "one"));
        Assert.Equal("[otherone two]", session.Body);
        Assert.Equal(9, Assert.IsType<TextOperation>(session.Sent()[0].Ops[0]).Changes[0].From);
        session.Saved(2, 3);
        Assert.Equal("[otherone two]", session.Body);
        return session;
    }

    [Fact(DisplayName = "[CHANGE-15] A refused change is taken back, and those sent after it are sent again under new ids")]
    public void Rejected() => RunRejected();

    private static SessionHarness RunRejected()
    {
        var session = new SessionHarness(body: "xy");
        session.Type(1, "bad");
        session.Type(4, "good");
        session.Outputs.Clear();
        session.Refused(1);
        Assert.Equal("xgoody", session.Body);
        Assert.Contains(session.Outputs, output => output is ViewChanged { Origin: ViewOrigin.Rollback });
        Assert.Contains(new ChangeRenumbered(2, 3), session.Outputs);
        ChangeMessage again = Assert.Single(session.Sent());
        Assert.Equal((3L, 0L, null, 1), (again.Id!.Value, again.Base, again.After, ((TextOperation)again.Ops[0]).Changes[0].From));
        session.Refused(2, ErrorCodes.AfterUnsaved);
        Assert.Equal(1, session.Session.UnsavedCount);
        session.Saved(3, 1);
        Assert.Equal(("xgoody", 0), (session.Body, session.Session.UnsavedCount));
        return session;
    }

    [Fact(DisplayName = "[JOIN-5] [JOIN-7] [JOIN-11] After a reconnection own changes are recognised, the others sent again as they were, then the queue")]
    public void Reconnect() => RunReconnect();

    private static SessionHarness RunReconnect()
    {
        var session = new SessionHarness(body: "xy");
        session.Type(0, "a");
        session.Type(1, "b");
        List<ChangeMessage> first = session.Sent();
        session.Disconnect();
        session.Type(2, "c");
        session.Connect();
        Assert.Equal(new HaveState("g1", 0), Assert.IsType<JoinMessage>(((Transmit)session.Outputs[^1]).Message).Have);
        session.Sent();
        session.Receive(session.Sync(2, [Remote(1, "z", 1, Insert(2, "Z")), Remote(2, "m", 1, Insert(0, "a"))], saved: new IdRange(1, 1)));
        ChangeMessage again = Assert.Single(session.Sent());
        Assert.Equal(Wire.Serialize(first[1]), Wire.Serialize(again));
        Assert.Equal("abcxyZ", session.Body);
        session.Other(2, "m", Insert(0, "a"));
        session.Saved(2, 3, Insert(1, "b"));
        Assert.Equal(3, Assert.Single(session.Sent()).Base);
        session.Saved(3, 4);
        Assert.Equal("abcxyZ", session.Body);
        return session;
    }

    [Fact(DisplayName = "[JOIN-10] After a snapshot unsaved edits are sent as they were or would have been, and take effect when saved")]
    public void Blind() => RunBlind();

    private static SessionHarness RunBlind()
    {
        var session = new SessionHarness(body: "xy");
        session.Type(0, "a");
        session.Type(1, "b");
        List<ChangeMessage> first = session.Sent();
        session.Disconnect();
        session.Type(2, "c");
        session.Connect();
        session.Sent();
        session.Receive(session.Sync(50, body: "snapshot", saved: new IdRange(1, 1)));
        Assert.Equal("snapshot", session.Body);
        List<ChangeMessage> sent = session.Sent();
        Assert.Equal(Wire.Serialize(first[1]), Wire.Serialize(sent[0]));
        Assert.Equal((3L, 0L, 2L), (sent[1].Id!.Value, sent[1].Base, sent[1].After));
        session.Type(8, "!");
        Assert.Empty(session.Sent());
        session.Saved(2, 51, Insert(4, "b"));
        Assert.Equal("snapbshot!", session.Body);
        session.Saved(3, 52, Insert(5, "c"));
        Assert.Equal("snapbcshot!", session.Body);
        Assert.Equal((52L, 10), (session.Session.Revision, ((TextOperation)Assert.Single(session.Sent()).Ops[0]).Changes[0].From));
        return session;
    }

    [Fact(DisplayName = "[CHANGE-3] [CHANGE-7] [CHANGE-8] Items: unsaved writes lie over the confirmed ones, and name the revision they were made in")]
    public void Items() => RunItems();

    private static SessionHarness RunItems()
    {
        var session = new SessionHarness();
        session.Edit(new AddOperation("e/1", "box", s_none));
        session.Edit(new MoveOperation("e/1", 1, 2));
        session.Other(1, "z", new AddOperation("e/2", "pen", s_none));
        session.Saved(1, 2);
        session.Other(3, "z", new UpdateOperation("e/1", new Dictionary<string, RawJson>(StringComparer.Ordinal) { ["x"] = RawJson.Of(9), ["fill"] = RawJson.Of("red") }));
        Assert.Equal("""{"fill":"red","x":1,"y":2}""", session.Session.Find(new("e", "1"))!.Properties.ToString());
        session.Disconnect();
        session.Edit(new ClearOperation("e"));
        Assert.Empty(session.Session.Items("e"));
        session.Connect();
        session.Sent();
        session.Receive(session.Sync(4, [Remote(4, "z", 9, new AddOperation("e/3", "pen", s_none))], saved: new IdRange(1, 1)));
        Assert.Equal("3", Assert.Single(session.Session.Items("e")).Id);
        Assert.Equal([0L, 3L], session.Sent().Select(change => change.Base));
        session.Saved(2, 5, new UpdateOperation("e/1", new Dictionary<string, RawJson>(StringComparer.Ordinal) { ["x"] = RawJson.Of(1), ["y"] = RawJson.Of(2) }));
        session.Saved(3, 6, new DeleteOperation("e/1"), new DeleteOperation("e/2"));
        Assert.Equal("3", Assert.Single(session.Session.Items("e")).Id);
        return session;
    }

    [Fact(DisplayName = "[JOIN-6] In another generation unsaved changes are set aside for the user")]
    public void Generation()
    {
        var session = new SessionHarness(body: "xy");
        session.Type(0, "a");
        session.Disconnect();
        session.Connect();
        session.Outputs.Clear();
        session.Receive(session.Sync(0, body: "new", generation: "g2"));
        PendingState aside = Assert.Single(Assert.Single(session.Outputs.OfType<ChangesSetAside>()).Changes);
        Assert.Equal((1L, 1), (aside.Id, aside.Ops.Length));
        Assert.Equal(("new", 0), (session.Body, session.Session.UnsavedCount));
        Assert.Empty(session.Sent());
    }

    [Fact(DisplayName = "[JOIN-7] What was sent goes again before what is queued, whatever was missed (found by the simulation, seed 3)")]
    public void SentBeforeQueued()
    {
        var session = new SessionHarness(body: "xy");
        session.Type(0, "a");
        session.Disconnect();
        session.Edit(new TextOperation("notes", [new TextEdit(0, 0, TextContent.Of("n"))]));
        session.Connect();
        session.Sent();
        session.Receive(session.Sync(1, [Remote(1, "z", 1, Insert(2, "Z"))]));
        Assert.Equal([(1L, null), (2L, 1L)], session.Sent().Select(change => (change.Id!.Value, change.After)));
    }

    [Fact(DisplayName = "[CHANGE-2] A session goes on in another process with the same ids and messages")]
    public void Restart()
    {
        var session = new SessionHarness(body: "xy");
        session.Type(0, "a");
        session.Other(1, "z", Insert(2, "Z"));
        session.Type(1, "b");
        session.Edit(new AddOperation("e/1", "box", s_none), new ClearOperation("e"));
        string before = session.Body;
        session.Restart();
        Assert.Equal((before, 3), (session.Body, session.Session.UnsavedCount));
        session.Connect();
        session.Sent();
        session.Receive(session.Sync(1, []));
        Assert.Equal(1, Assert.Single(session.Sent()).Id);
        session.Saved(1, 2, Insert(0, "a"));
        Assert.Equal([2L, 3L], session.Sent().Select(change => change.Id!.Value));
        Assert.Equal(4, session.Type(0, "next"));
    }

    [Fact(DisplayName = "An edit that is not possible throws, and changes nothing")]
    public void ImpossibleEdits()
    {
        var session = new SessionHarness(body: "a😀");
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Edit(Delete(0, 4)));
        Assert.Throws<ArgumentException>(() => session.Type(2, "x"));
        Assert.Throws<ArgumentException>(() => session.Type(0, "\ud83d"));
        Assert.Throws<ArgumentException>(() => session.Edit(Insert(0, "")));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Edit(Insert(0, "ok"), Delete(5, 6)));
        Assert.Equal(("a😀", 0), (session.Body, session.Session.UnsavedCount));
        Assert.Throws<InvalidOperationException>(() => new ClientSession(new SessionSettings("d", "c")).Edit([Insert(0, "a")], null, []));
    }

    [Fact(DisplayName = "[CHANGE-9] A server that leaves a revision out is found out")]
    public void Gap()
    {
        var session = new SessionHarness();
        Assert.Throws<InvalidOperationException>(() => session.Other(2, "z", Insert(0, "a")));
    }

    [Fact(DisplayName = "[REPLY-2] A change that could not be read is rejected; not_joined, unauthorized and internal leave it to be sent again")]
    public void Errors()
    {
        var session = new SessionHarness();
        session.Type(0, "a");
        foreach (string code in (string[])[ErrorCodes.NotJoined, ErrorCodes.Unauthorized, ErrorCodes.Internal])
        {
            session.Receive(new ResponseMessage(ResponseStatus.Error, 1, Error: new WireError(code, "No.")));
            Assert.Equal(1, session.Session.UnsavedCount);
        }

        session.Receive(new ResponseMessage(ResponseStatus.Error, 1, Error: new WireError(ErrorCodes.BadField, "No.")));
        Assert.Equal(("", 0), (session.Body, session.Session.UnsavedCount));
    }

    [Fact(DisplayName = "[ACCESS-6] A session knows its role from the sync on, and what became of it")]
    public void Role()
    {
        var session = new SessionHarness();
        Assert.Equal((DocumentRole.Admin, false, null), (session.Session.Role, session.Session.CanRun, session.Session.UserName));
        session.Receive(session.Sync(0, []) with { Role = DocumentRole.Editor, Run = true, Name = "Ada" });
        Assert.Equal((DocumentRole.Editor, true, "Ada"), (session.Session.Role, session.Session.CanRun, session.Session.UserName));
        session.Receive(new AccessMessage(DocumentRole.Viewer, By: "Ann"));
        Assert.Equal((DocumentRole.Viewer, false), (session.Session.Role, session.Session.CanRun));
        Assert.Equal(new AccessChanged(DocumentRole.Viewer, false, "Ann"), session.Outputs.OfType<AccessChanged>().Single());
    }

    [Fact(DisplayName = "[PRES-1] [PRES-2] Cursors leave without unsaved edits and arrive over them")]
    public void Cursors()
    {
        var session = new SessionHarness(body: "0123");
        session.Type(2, "ab");
        session.Outputs.Clear();
        session.Session.Point(new CursorMessage(7, "body", [new CursorRange(1, 5)]), session.Outputs);
        CursorMessage sent = Assert.IsType<CursorMessage>(((Transmit)session.Outputs[0]).Message);
        Assert.Equal((0L, new CursorRange(1, 3)), (sent.Base, sent.Ranges!.Value[0]));
        session.Receive(new RemoteCursorMessage("z", 0, "body", [new CursorRange(3, 3)]));
        Assert.Equal(new CursorRange(5, 5), session.Session.Cursor("z")!.Ranges!.Value[0]);
        session.Other(1, "z", Insert(3, "Z"));
        Assert.Equal(new CursorRange(6, 6), session.Session.Cursor("z")!.Ranges!.Value[0]);
        session.Receive(new PresenceMessage([], ["z"], 1));
        Assert.Null(session.Session.Cursor("z"));
    }
}
