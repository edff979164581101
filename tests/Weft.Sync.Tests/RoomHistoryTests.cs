using Weft.Protocol;

namespace Weft.Sync.Tests;

/// <summary>A room holds what its history came to; the rest is in the log.</summary>
public sealed class RoomHistoryTests
{
    [Fact(DisplayName = "A room that was opened from a snapshot takes new changes without its history, and old ones with it")]
    public void OldBase()
    {
        RoomHarness room = Typed(6);
        room.Reopen(withSnapshot: true);
        Assert.Equal(6, room.Room.HistoryStart);
        room.Join(1, "ada");
        room.Join(2, "bo");
        room.Type(1, 7, 6, 0, "g");
        room.Type(2, 1, 6, 0, "B");
        Assert.Equal(0, room.Loads);

        // Cy saw only "a", and writes behind it.
        room.Join(3, "cy");
        Assert.Equal(ResponseStatus.Saved, room.Type(3, 1, 1, 1, "C").Status);
        Assert.Equal((1, 0L), (room.Loads, room.Room.HistoryStart));
        Assert.Contains("aC", room.Body, StringComparison.Ordinal);
        Assert.Equal(room.Body, room.Open(room.Log).Document.Text("body").ToString());
    }

    [Fact(DisplayName = "Who made a change since the snapshot may name an old base: what is not held is in the past of that change")]
    public void OwnChain()
    {
        RoomHarness room = Typed(4);
        room.Reopen(withSnapshot: true);
        room.Join(1, "ada");
        room.Type(1, 5, 4, 0, "e");
        room.Type(1, 6, 1, 1, "f");
        Assert.Equal(0, room.Loads);
        Assert.Equal(room.Body, room.Open(room.Log).Document.Text("body").ToString());
    }

    [Fact(DisplayName = "A change that is saved already, or that cannot be judged well, needs no history")]
    public void NothingToTake()
    {
        RoomHarness room = Typed(4);
        room.Reopen(withSnapshot: true);
        room.Join(1, "ada");
        Assert.Equal(2, room.Type(1, 2, 0, 0, "b").Revision);
        Assert.Equal(ErrorCodes.AfterUnsaved, room.Type(1, 9, 0, 0, "x", after: 8).Error?.Code);
        Assert.Equal(ErrorCodes.NotJoined, room.Type(2, 1, 0, 0, "x").Error?.Code);
        Assert.Equal(0, room.Loads);
    }

    [Fact(DisplayName = "History that has grown is let go down to the newest changes, once it is on disk")]
    public void Grown()
    {
        var room = new RoomHarness(new RoomOptions { HistoryChanges = 5 }, commits: false);
        room.Join(1, "ada");
        for (int i = 0; i < 16; i++)
        {
            room.Type(1, i + 1, i, 0, "x");
        }

        Assert.Equal(0, room.Room.HistoryStart);
        room.Commit(3);
        Assert.Equal(0, room.Room.HistoryStart);
        room.Commit(16);
        Assert.Equal(11, room.Room.HistoryStart);
        room.Type(1, 17, 12, 0, "x");
        Assert.Equal(0, room.Loads);
    }

    [Fact(DisplayName = "History that was read for one old change is let go when the room has been quiet")]
    public void Quiet()
    {
        RoomHarness room = Typed(20, new RoomOptions { HistoryChanges = 5, HistoryQuiet = 1_000 });
        room.Reopen(withSnapshot: true);
        room.Join(2, "bo");
        room.Type(2, 1, 1, 0, "B");
        Assert.Equal((1, 0L), (room.Loads, room.Room.HistoryStart));
        room.Type(2, 2, 21, 0, "C");
        room.Tick(999);
        Assert.Equal(0, room.Room.HistoryStart);
        room.Tick(1);

        // Bo's first change is concurrent with all but one: there is no place to cut but before it, and after it.
        Assert.InRange(room.Room.HistoryStart, 1, 22);
        for (int i = 0; i < 6; i++)
        {
            room.Type(2, 3 + i, 22 + i, 0, "D");
        }

        room.Tick(1_000);
        Assert.Equal(23, room.Room.HistoryStart);
    }

    [Fact(DisplayName = "A snapshot is as long as the texts, however long the history")]
    public void SnapshotHasNoHistory()
    {
        RoomHarness room = Typed(3);
        int before = room.Room.Snapshot().Length;
        for (int i = 0; i < 500; i++)
        {
            room.Type(1, 4 + (2 * i), 3 + (2 * i), 0, "noise");
            room.Change(1, 5 + (2 * i), 4 + (2 * i), null, new TextOperation("body", [new TextEdit(0, 5)]));
        }

        Assert.Equal("cba", room.Body);
        Assert.InRange(room.Room.Snapshot().Length, before, before + 40);
    }

    [Fact(DisplayName = "A log whose newest changes were made to versions before the snapshot is read as a whole")]
    public void SnapshotTooLate()
    {
        RoomHarness room = Typed(3);
        byte[] snapshot = room.Room.Snapshot();
        room.Join(2, "bo");
        room.Type(2, 1, 1, 1, "B");
        Assert.False(Room.TryOpen(
            new RoomIdentity("doc", "Title", "text", "g1"), RoomHarness.Check, new RoomOptions(), new Random(1), snapshot, room.Log.Skip(3), out _, out string? reason));
        Assert.Contains("before it", reason, StringComparison.Ordinal);
        string body = room.Body;
        Room opened = room.Open(snapshot, room.Log.Skip(3));
        Assert.Equal((body, 4L, 0L), (opened.Document.Text("body").ToString(), opened.Revision, opened.HistoryStart));
    }

    [Fact(DisplayName = "A damaged snapshot is not used, and costs no word of the document")]
    public void DamagedSnapshot()
    {
        RoomHarness room = Typed(5);
        byte[] sound = room.Room.Snapshot();
        for (int at = 0; at < sound.Length; at += 7)
        {
            byte[] damaged = [.. sound];
            damaged[at] ^= 0x21;
            Assert.Equal(("edcba", 5L), (room.Open(damaged, room.Log.Skip(4)).Document.Text("body").ToString(), room.Room.Revision));
        }
    }

    private static RoomHarness Typed(int changes, RoomOptions? options = null)
    {
        var room = new RoomHarness(options);
        room.Join(1, "ada");
        for (int i = 0; i < changes; i++)
        {
            room.Type(1, i + 1, i, 0, ((char)('a' + i)).ToString());
        }

        return room;
    }
}
