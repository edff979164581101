namespace Weft.Sync.Tests;

/// <summary>What the first version stored still opens: two authors who wrote at once, in a snapshot with its history, and the log.</summary>
public sealed class OldStoreTests
{
    private const string Snapshot =
        "010208617574686f722d300201010103000508617574686f722d310101010357454654013a7deba30208617574686f722d3008617574686f722d3105"
        + "00008080acf1a7abffd001010104626f647900046f6e6520000001018080e405010104626f64790404c3a42078000101028080a40b010104626f6479"
        + "040454574f20000102020180809803010304626f64790601000101808058010104626f64790a057468726565000104626f64790100106f6e6520c3a4"
        + "2054574f2074687265650000203383a4";

    private const string Body = "one ä TWO three";

    private static readonly string[] s_log =
    [
        "010101d2fdc5fd08617574686f722d30008080acf1a7abffd00100010104626f647900046f6e652000004ec7c4da",
        "010201ce0cde0a08617574686f722d3004808090f7a7abffd001010003010104626f64790404c3a4207800005c451c01",
        "010101ee36960608617574686f722d31008080d0fca7abffd0010108617574686f722d3003010104626f6479040454574f200001010104626f647907"
            + "0454574f200074e03ab2",
        "0102015b9855b908617574686f722d31048080e8ffa7abffd0010208617574686f722d30060003010304626f6479060100efde1ba0",
        "010301043c948208617574686f722d30078080c080a8abffd0010108617574686f722d3104010104626f64790a057468726565000054b64b5a",
    ];

    private static StoredChange[] Log => [.. s_log.Select((hex, index) => new StoredChange(index + 1, Convert.FromHexString(hex)))];

    [Fact(DisplayName = "A log of the first version opens by itself")]
    public void LogAlone()
    {
        var room = new RoomHarness();
        room.Load(Log);
        Check(room, room.Room);
    }

    [Fact(DisplayName = "A snapshot of the first version opens, with the log or, where it cannot be read, by way of the log")]
    public void SnapshotAndLog()
    {
        var room = new RoomHarness();
        room.Load(Log);
        Check(room, room.Open(Convert.FromHexString(Snapshot), Log.Skip(4)));
    }

    [Fact(DisplayName = "A log of the first version gives a room its history, and goes on in the newest format")]
    public void HistoryOfTheLog()
    {
        var room = new RoomHarness();
        room.Load(Log);
        room.Reopen(withSnapshot: true);
        Assert.Equal((5L, Body), (room.Room.HistoryStart, room.Body));
        room.Join(1, "bo");
        room.Type(1, 1, 1, 0, "B");
        Assert.Equal((1, 0L), (room.Loads, room.Room.HistoryStart));
        Assert.Equal("B" + Body, room.Body);
        room.Reopen(withSnapshot: false);
        Assert.Equal("B" + Body, room.Body);
    }

    private static void Check(RoomHarness harness, Room room)
    {
        Assert.Equal((5L, Body), (room.Revision, room.Document.Text("body").ToString()));
        Assert.Equal(5, harness.History(5).Revision);
        byte[] snapshot = room.Snapshot();
        Assert.Equal(snapshot, harness.Open(snapshot, Log.Skip(4)).Snapshot());
    }
}
