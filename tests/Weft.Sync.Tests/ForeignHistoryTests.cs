using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;
using Version = Weft.Engine.Version;

namespace Weft.Sync.Tests;

/// <summary>Documents with history that come from outside.</summary>
public sealed class ForeignHistoryTests
{
    private const long Now = 1_790_000_000_000;
    private const long Day = 86_400_000;

    [Fact(DisplayName = "A document that was edited concurrently comes back whole, and its old clients go on in it")]
    public void RoundTrip()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Join(2, "bo");
        room.Type(1, 1, 0, 0, "warp");
        room.Type(2, 1, 0, 0, "weft");
        room.Type(1, 3, 1, 4, "!");
        room.Change(2, 2, 2, null, new AddOperation("shapes/r", "box", ImmutableDictionary<string, RawJson>.Empty.Add("x", new RawJson("1"))));

        Assert.Null(Read(room.Room.Document.Save(), out ImmutableArray<StoredChange> log));
        Assert.Equal([1L, 2, 3, 4], log.Select(entry => entry.Revision));
        var copy = new RoomHarness();
        copy.Load(log);
        Assert.Equal(room.Body, copy.Body);
        Assert.Equal(room.Room.Document.Items("shapes"), copy.Room.Document.Items("shapes"));
        Assert.Equal(room.Room.Document.Version, copy.Room.Document.Version);
        Assert.Equal([new IdRange(1, 2)], copy.Join(1, "ada").Saved.ToArray());
        Assert.Equal([new IdRange(1, 2)], copy.Join(2, "bo").Saved.ToArray());
        Assert.Equal((ResponseStatus.Saved, 1L), Answer(copy.Type(1, 1, 4, 0, "again")));
        Assert.Equal((ResponseStatus.Saved, 5L), Answer(copy.Type(1, 3, 4, 0, "A")));
        Assert.Equal((ResponseStatus.Saved, 6L), Answer(copy.Type(2, 3, 4, 0, "B")));
        copy.Reopen(withSnapshot: true);
        Assert.Equal(6, copy.Room.Revision);
    }

    [Theory(DisplayName = "What no author here could have done is refused in words")]
    [InlineData("ada", 0, "ok", null)]
    [InlineData("ada", Day, "ok", null)]
    [InlineData("ada", Day + 1, "ok", "future")]
    [InlineData("a da", 0, "ok", "author")]
    [InlineData("ada", 0, "bad", "No.")]
    [InlineData("ada", 0, "large", "too large")]
    public void Judged(string agent, long ahead, string kind, string? words)
    {
        var document = new Document();
        Operation operation = string.Equals(kind, "large", StringComparison.Ordinal)
            ? new InsertText("body", 0, new string('x', 11), Properties.Empty)
            : new AddItem(new ItemPath("shapes", "r"), kind, Properties.Empty);
        Assert.IsType<MergeResult.Applied>(document.Merge(
            new Change(agent, 0, Version.Root, HybridTimestamp.After(HybridTimestamp.Zero, Now + ahead), [operation])));
        string? reason = Read(document.Save(), out ImmutableArray<StoredChange> log, new RoomOptions { MaxTextUnits = 10 });
        Assert.Equal(words is null ? 1 : 0, log.Length);
        Assert.Contains(words ?? string.Empty, reason ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Bytes of any sort are refused without an exception")]
    public void Damaged()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Type(1, 1, 0, 0, "warp");
        byte[] sound = room.Room.Document.Save();
        for (int at = 0; at < sound.Length; at++)
        {
            byte[] damaged = [.. sound];
            damaged[at] ^= 0x41;
            Assert.NotNull(Read(damaged, out _));
            Assert.NotNull(Read(sound.AsSpan(0, at).ToArray(), out _));
        }
    }

    private static (ResponseStatus Status, long? Revision) Answer(ResponseMessage answer) => (answer.Status, answer.Revision);

    private static string? Read(byte[] document, out ImmutableArray<StoredChange> log, RoomOptions? options = null)
    {
        ForeignHistory.TryRead(
            document, RoomHarness.Check, options ?? new RoomOptions(), Now, out log, out string? reason, TestContext.Current.CancellationToken);
        return reason;
    }
}
