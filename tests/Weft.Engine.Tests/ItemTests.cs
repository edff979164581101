namespace Weft.Engine.Tests;

/// <summary>How writes of items that cannot both stand are settled.</summary>
public sealed class ItemTests
{
    private static readonly ItemPath _box = new("elements", "box");

    [Theory]
    [InlineData(2000, 3000, 2)]
    [InlineData(3000, 2000, 1)]
    [InlineData(2000, 2000, 2)]
    [Trait("Requirement", "J-22, J-24, O-05")]
    public void Of_two_concurrent_updates_the_later_one_wins_everywhere(long adaAt, long bobAt, double expected)
    {
        var (ada, bob) = Both();
        (ada.Now, bob.Now) = (adaAt, bobAt);
        var a = ada.Do(Set("x", 1));
        var b = bob.Do(Set("x", 2));
        ada.Receive(b);
        bob.Receive(a);

        Assert.Equal(JsonValue.FromNumber(expected), ada.Document.Find(_box)!.Properties["x"]);
        Assert.Equal(JsonValue.FromNumber(expected), bob.Document.Find(_box)!.Properties["x"]);
    }

    [Fact]
    [Trait("Requirement", "J-23")]
    public void A_causally_later_update_wins_though_its_authors_clock_is_behind()
    {
        var (ada, bob) = Both();
        ada.Now = 9_000_000;
        bob.Receive(ada.Do(Set("x", 1)));
        bob.Now = 10;
        ada.Receive(bob.Do(Set("x", 2)));

        Assert.Equal(JsonValue.FromNumber(2), ada.Document.Find(_box)!.Properties["x"]);
    }

    [Fact]
    [Trait("Requirement", "J-25")]
    public void Concurrent_updates_of_different_properties_both_survive()
    {
        var (ada, bob) = Both();
        var a = ada.Do(Set("x", 1));
        var b = bob.Do(Set("y", 2));
        Assert.Equal([Set("y", 2)], ada.Receive(b));
        bob.Receive(a);

        Assert.Equal(ada.Document.Find(_box), bob.Document.Find(_box));
        Assert.Equal(2, ada.Document.Find(_box)!.Properties.Count);
    }

    [Fact]
    [Trait("Requirement", "J-26")]
    public void Deleted_stays_deleted_against_a_later_concurrent_update_and_against_a_late_one()
    {
        var (ada, bob) = Both();
        var deletion = ada.Do(new DeleteItem(_box));
        bob.Now = 1_000_000;
        var update = bob.Do(Set("x", 5));
        Assert.Empty(ada.Receive(update));
        Assert.Equal([new DeleteItem(_box)], bob.Receive(deletion));
        ada.Receive(bob.Do(Set("x", 6)));

        Assert.Null(ada.Document.Find(_box));
        Assert.Null(bob.Document.Find(_box));
        Assert.True(Document.TryLoad(ada.Document.Save(), out var loaded, out _));
        Assert.Null(loaded.Find(_box));
    }

    [Fact]
    public void A_restored_item_comes_back_with_what_was_written_meanwhile()
    {
        var (ada, bob) = Both();
        ada.Receive(bob.Do(new DeleteItem(_box)), bob.Do(Set("x", 7)));
        Assert.Equal([new RestoredItem(_box, "box", Properties.Of("x", JsonValue.FromNumber(7)))], bob.Receive(ada.Do(new RestoreItem(_box))));

        Assert.NotNull(bob.Document.Find(_box));
        Assert.Equal(ada.Document.Find(_box), bob.Document.Find(_box));
    }

    [Fact]
    [Trait("Requirement", "J-14")]
    public void A_clear_deletes_what_its_author_had_seen_and_nothing_else()
    {
        var (ada, bob) = Both();
        var late = new ItemPath("elements", "late");
        var added = bob.Do(new AddItem(late, "line", Properties.Empty));
        var clear = ada.Do(new ClearItems("elements"));
        Assert.Equal([new DeleteItem(_box)], bob.Receive(clear));
        ada.Receive(added);

        Assert.Equal("late", Assert.Single(ada.Document.Items("elements")).Id);
        Assert.Equal(ada.Document.Items("elements"), bob.Document.Items("elements"));
    }

    [Fact]
    public void Concurrent_additions_of_one_id_merge_register_by_register()
    {
        Author ada = new("ada"), bob = new("bob");
        var a = ada.Do(new AddItem(_box, "box", Properties.From([KeyValuePair.Create("x", JsonValue.True), KeyValuePair.Create("y", JsonValue.True)])));
        var b = bob.Do(new AddItem(_box, "line", Properties.Of("x", JsonValue.False)));
        var effect = Assert.Single(ada.Receive(b));
        Assert.Equal([new SetProperties(_box, Properties.Of("y", JsonValue.True))], bob.Receive(a));

        var merged = Properties.From([KeyValuePair.Create("x", JsonValue.False), KeyValuePair.Create("y", JsonValue.True)]);
        Assert.Equal(new AddItem(_box, "line", merged), effect);
        Assert.Equal(new Item("box", "line", merged), ada.Document.Find(_box));
        Assert.Equal(ada.Document.Find(_box), bob.Document.Find(_box));
    }

    [Fact]
    public void An_item_must_have_been_seen_and_its_id_not_have_been_seen()
    {
        var (ada, _) = Both();
        var other = new ItemPath("elements", "other");
        Assert.Equal(RefusalReason.ItemExists, Refusal(ada, new AddItem(_box, "box", Properties.Empty)));
        Assert.Equal(RefusalReason.UnknownItem, Refusal(ada, new SetProperties(other, Properties.Of("x", JsonValue.True))));
        Assert.Equal(RefusalReason.UnknownItem, Refusal(ada, new DeleteItem(other)));
        Assert.Equal(RefusalReason.UnknownItem, Refusal(ada, new RestoreItem(other)));
        ada.Do(new DeleteItem(_box));
        Assert.Equal(RefusalReason.ItemExists, Refusal(ada, new AddItem(_box, "box", Properties.Empty)));
        Assert.Equal(
            RefusalReason.ItemExists,
            Refusal(ada, new AddItem(other, "box", Properties.Empty), new AddItem(other, "box", Properties.Empty)));
    }

    private static RefusalReason Refusal(Author author, params Operation[] operations) =>
        Assert.IsType<MergeResult.Refused>(author.Document.Merge(author.Draft([.. operations]))).Reason;

    private static SetProperties Set(string key, double value) => new(_box, Properties.Of(key, JsonValue.FromNumber(value)));

    private static (Author Ada, Author Bob) Both()
    {
        Author ada = new("ada"), bob = new("bob");
        bob.Receive(ada.Do(new AddItem(_box, "box", Properties.Empty)));
        return (ada, bob);
    }
}
