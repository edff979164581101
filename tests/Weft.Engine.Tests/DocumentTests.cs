using Weft.Engine;

namespace Weft.Engine.Tests;

public sealed class DocumentTests
{
    [Fact]
    public void A_local_change_is_seen_at_once()
    {
        var document = new Document();
        using var transaction = document.Begin("ada", 1000);
        transaction.Insert("body", 0, "Hello world");
        transaction.Delete("body", 5, 6);
        transaction.AddItem(new ItemPath("elements", "a"), "box", Properties.Of("x", JsonValue.FromNumber(1)));
        var change = transaction.Commit();

        Assert.Equal("Hello", document.Text("body").Substring(0, 5));
        Assert.Equal(18, change.Length);
        Assert.Equal(new Item("a", "box", Properties.Of("x", JsonValue.FromNumber(1))), document.Find(new ItemPath("elements", "a")));
        Assert.Equal(document.Version, document.VersionAt(1));
        document.CheckInvariants();
    }

    [Fact]
    public void A_change_that_another_replica_made_is_merged_from_its_bytes()
    {
        var here = new Document();
        using var transaction = here.Begin("ada", 1000);
        transaction.Insert("body", 0, "a\U0001F600b", Properties.Of("bold", JsonValue.True));
        transaction.InsertEmbed("body", 1, JsonValue.Parse("{ \"image\": 1 }"));
        var bytes = transaction.Commit().ToBytes();

        Assert.True(Change.TryDecode(bytes, out var change, out _));
        var there = new Document();
        var applied = Assert.Single(Assert.IsType<MergeResult.Applied>(there.Merge(change)).Changes);

        Assert.Equal(change.Operations, applied.Transformed);
        Assert.Equal(here.Text("body").Runs(), there.Text("body").Runs());
        Assert.IsType<MergeResult.AlreadyKnown>(there.Merge(change));
    }
}
