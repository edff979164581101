namespace Weft.Engine.Tests;

/// <summary>What can stand in no document changes nothing, and says why.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(0, 6, RefusalReason.OutOfRange)]
    [InlineData(6, 1, RefusalReason.OutOfRange)]
    [InlineData(-1, 1, RefusalReason.OutOfRange)]
    [InlineData(1, int.MaxValue, RefusalReason.OutOfRange)]
    [InlineData(1, -1, RefusalReason.OutOfRange)]
    [InlineData(1, 0, RefusalReason.Empty)]
    public void A_range_lies_within_the_text_that_its_author_saw(int position, int length, RefusalReason expected)
    {
        var ada = new Author("ada");
        ada.Insert(0, "hello");
        Assert.Equal(expected, Refusal(ada, ada.Draft(new DeleteText("body", position, length))).Reason);
        Assert.Equal(expected, Refusal(ada, ada.Draft(new FormatText("body", position, length, "bold", JsonValue.True))).Reason);
    }

    [Fact]
    public void A_change_is_taken_as_a_whole_or_not_at_all()
    {
        var ada = new Author("ada");
        var change = ada.Draft(
            new InsertText("body", 0, "hello", Properties.Empty),
            new AddItem(new ItemPath("elements", "a"), "box", Properties.Empty),
            new InsertText("body", 9, "!", Properties.Empty));
        var refused = Refusal(ada, change);

        Assert.Equal((RefusalReason.OutOfRange, 2), (refused.Reason, refused.Operation));
        Assert.Equal(0, ada.Document.ChangeCount);
        Assert.Empty(ada.Document.TextPaths);
        Assert.Empty(ada.Document.Collections);
        Assert.Equal(Version.Root, ada.Document.Version);
    }

    [Fact]
    public void What_arrived_meanwhile_makes_no_wrong_change_right()
    {
        Author ada = new("ada"), bob = new("bob");
        bob.Receive(ada.Insert(0, "hi"));
        var draft = bob.Draft(new InsertText("body", 5, "!", Properties.Empty));
        ada.Insert(2, ", everybody");

        Assert.Equal(RefusalReason.OutOfRange, Refusal(ada, draft).Reason);
    }

    [Fact]
    public void A_clock_is_greater_than_those_of_its_past()
    {
        var ada = new Author("ada");
        var first = ada.Insert(0, "a");
        var draft = ada.Draft(new InsertText("body", 0, "b", Properties.Empty)) with { Clock = first.Clock };

        Assert.Equal(RefusalReason.ClockBehind, Refusal(ada, draft).Reason);
    }

    [Fact]
    public void An_agents_changes_form_one_chain()
    {
        Author ada = new("ada"), bob = new("bob");
        var first = ada.Insert(0, "abc");
        bob.Receive(first);
        var next = ada.Draft(new InsertText("body", 0, "x", Properties.Empty));

        Assert.Equal(RefusalReason.BrokenChain, Refusal(bob, next with { Parents = Version.Root }).Reason);
        Assert.Equal(RefusalReason.BrokenChain, Refusal(bob, next with { Sequence = 4 }).Reason);
        Assert.Equal(
            RefusalReason.ParentInsideChange, Refusal(bob, next with { Parents = Version.Of(new EventId("ada", 1)) }).Reason);
        Assert.Equal(RefusalReason.Conflicting, Refusal(bob, first with { Clock = new HybridTimestamp(5) }).Reason);
        Assert.Equal(RefusalReason.Malformed, Refusal(bob, next with { Sequence = long.MaxValue }).Reason);
    }

    [Fact]
    public void A_change_says_something()
    {
        var ada = new Author("ada");
        Assert.Equal(RefusalReason.Empty, Refusal(ada, ada.Draft()).Reason);
        Assert.Equal(RefusalReason.Empty, Refusal(ada, ada.Draft(new InsertText("body", 0, "", Properties.Empty))).Reason);
        Assert.Equal(RefusalReason.Empty, Refusal(ada, ada.Draft(new InsertText("", 0, "x", Properties.Empty))).Reason);
        Assert.Equal(RefusalReason.Empty, Refusal(ada, ada.Draft(new ClearItems(""))).Reason);
        Assert.Equal(
            RefusalReason.Malformed, Refusal(ada, ada.Draft(new RestoredItem(new ItemPath("k", "a"), "box", Properties.Empty))).Reason);
    }

    private static MergeResult.Refused Refusal(Author author, Change change) =>
        Assert.IsType<MergeResult.Refused>(author.Document.Merge(change));
}
