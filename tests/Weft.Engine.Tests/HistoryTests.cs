namespace Weft.Engine.Tests;

/// <summary>Versions, the changes between them, and changes that arrive before their past.</summary>
public sealed class HistoryTests
{
    [Fact]
    [Trait("Requirement", "J-23")]
    public void What_arrives_in_reverse_waits_and_is_merged_in_order()
    {
        Author ada = new("ada"), bob = new("bob");
        var changes = ada.Type(0, "weft");
        foreach (var change in changes.Skip(1).Reverse())
        {
            Assert.IsType<MergeResult.Waiting>(bob.Document.Merge(change));
            Assert.IsType<MergeResult.AlreadyKnown>(bob.Document.Merge(change));
        }

        Assert.Equal(3, bob.Document.WaitingCount);
        var applied = Assert.IsType<MergeResult.Applied>(bob.Document.Merge(changes[0]));
        Assert.Equal(changes, applied.Changes.Select(one => one.Change));
        Assert.Equal("weft", bob.Text);
        Assert.Equal(0, bob.Document.WaitingCount);
    }

    [Fact]
    public void A_change_that_waited_for_a_parent_inside_a_change_is_dropped()
    {
        Author ada = new("ada"), bob = new("bob");
        var first = ada.Insert(0, "abc");
        var wrong = new Author("cleo").Draft(new InsertText("body", 0, "x", Properties.Empty)) with
        {
            Parents = Version.Of(new EventId("ada", 1)), Clock = new HybridTimestamp(long.MaxValue / 2),
        };
        Assert.IsType<MergeResult.Waiting>(bob.Document.Merge(wrong));
        bob.Receive(first);

        Assert.Equal(0, bob.Document.WaitingCount);
        Assert.Equal("abc", bob.Text);
    }

    [Fact]
    public void What_is_told_of_a_merged_change_is_the_change_as_it_is_held()
    {
        Author ada = new("ada"), bob = new("bob");
        var first = ada.Insert(0, "a");
        var second = ada.Insert(1, "b");
        bob.Receive(first);
        bob.Receive(second);
        var named = bob.Draft(new InsertText("body", 2, "c", Properties.Empty)) with { Parents = Version.Of(first.LastEvent, second.LastEvent) };

        var told = Assert.Single(Assert.IsType<MergeResult.Applied>(ada.Document.Merge(named)).Changes).Change;
        Assert.Equal(Version.Of(second.LastEvent), told.Parents);
        Assert.Equal(ada.Document.ChangeAt(2), told);

        bob.Receive(named);
        var two = bob.Draft(new InsertText("body", 0, "x", Properties.Empty), new InsertText("body", 1, "y", Properties.Empty));
        told = Assert.Single(Assert.IsType<MergeResult.Applied>(ada.Document.Merge(two)).Changes).Change;
        Assert.Equal(two, told);
        Assert.Equal(ada.Document.ChangeAt(3), told);
    }

    [Fact]
    public void Every_prefix_of_arrival_has_its_version()
    {
        Author ada = new("ada"), bob = new("bob");
        var a = ada.Insert(0, "a");
        var b = bob.Insert(0, "b");
        ada.Receive(b);
        var c = ada.Insert(2, "c");

        Assert.Equal(Version.Root, ada.Document.VersionAt(0));
        Assert.Equal(Version.Of(a.LastEvent), ada.Document.VersionAt(1));
        Assert.Equal(Version.Of(a.LastEvent, b.LastEvent), ada.Document.VersionAt(2));
        Assert.Equal(Version.Of(c.LastEvent), ada.Document.VersionAt(3));
        Assert.Equal(ada.Document.Version, ada.Document.VersionAt(3));
        Assert.Equal(c, ada.Document.ChangeAt(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ada.Document.VersionAt(4));
    }

    [Fact]
    public void A_union_is_the_smallest_version_with_both()
    {
        Author ada = new("ada"), bob = new("bob");
        var a = ada.Insert(0, "a");
        var b = bob.Insert(0, "b");
        ada.Receive(b);
        var c = ada.Insert(0, "c");
        var document = ada.Document;

        Assert.Equal(Version.Of(a.LastEvent, b.LastEvent), document.Union(Version.Of(a.LastEvent), Version.Of(b.LastEvent)));
        Assert.Equal(Version.Of(c.LastEvent), document.Union(Version.Of(c.LastEvent), Version.Of(b.LastEvent)));
        Assert.Equal(Version.Of(c.LastEvent), document.Union(document.VersionAt(2), document.Version));
        Assert.Equal(c.Clock, document.ClockAt(document.Version));
        Assert.Equal(HybridTimestamp.Zero, document.ClockAt(Version.Root));
        Assert.False(bob.Document.Contains(document.Version));
        Assert.True(document.Contains(bob.Document.Version));
        Assert.Throws<ArgumentException>(() => bob.Document.ClockAt(document.Version));
    }

    [Fact]
    public void Changes_since_a_version_are_those_outside_its_past()
    {
        Author ada = new("ada"), bob = new("bob");
        var a = ada.Insert(0, "a");
        var b = bob.Insert(0, "b");
        ada.Receive(b);
        var c = ada.Insert(0, "c");

        Assert.Equal([a, b, c], ada.Document.ChangesSince(Version.Root));
        Assert.Equal([a, c], ada.Document.ChangesSince(bob.Document.Version));
        Assert.Equal([b], bob.Document.ChangesSince(Version.Of(a.LastEvent)));
        Assert.Empty(ada.Document.ChangesSince(ada.Document.Version));
    }

    [Fact]
    public void An_item_is_seen_from_the_version_on_that_added_it()
    {
        Author ada = new("ada"), bob = new("bob");
        var path = new ItemPath("elements", "a");
        var b = bob.Insert(0, "b");
        ada.Do(new AddItem(path, "box", Properties.Empty));
        ada.Receive(b);
        ada.Do(new DeleteItem(path));

        Assert.False(ada.Document.HasSeen(Version.Root, path));
        Assert.False(ada.Document.HasSeen(Version.Of(b.LastEvent), path));
        Assert.True(ada.Document.HasSeen(ada.Document.VersionAt(1), path));
        Assert.True(ada.Document.HasSeen(ada.Document.Version, path));
    }

    [Fact]
    public void A_transaction_that_is_left_or_refused_changes_nothing()
    {
        var document = new Document();
        using (var left = document.Begin("ada", 1))
        {
            left.Insert("body", 0, "x");
        }

        Assert.Equal(0, document.ChangeCount);
        Assert.Throws<InvalidOperationException>(() =>
        {
            using var wrong = document.Begin("ada", 1);
            wrong.Insert("body", 0, "x");
            wrong.Delete("body", 0, 2);
            wrong.Commit();
        });
        Assert.Equal(0, document.ChangeCount);
        Assert.Throws<InvalidOperationException>(() =>
        {
            using var twice = document.Begin("ada", 1);
            twice.Insert("body", 0, "x");
            twice.Commit();
            twice.Commit();
        });
        Assert.Equal(1, document.ChangeCount);
    }
}
