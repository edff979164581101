namespace Weft.Engine.Tests;

/// <summary>Anchors stay at their place whatever is edited, here or concurrently elsewhere.</summary>
public sealed class AnchorTests
{
    public static TheoryData<Operation, int, int> Edits => new()
    {
        // An anchor at 4 of "warp weft", biased left and right: before, at and after it.
        { new InsertText("body", 1, "xy", Properties.Empty), 6, 6 },
        { new InsertText("body", 4, "xy", Properties.Empty), 4, 6 },
        { new InsertText("body", 5, "xy", Properties.Empty), 4, 4 },
        { new InsertEmbed("body", 0, JsonValue.True, Properties.Empty), 5, 5 },
        { new DeleteText("body", 0, 3), 1, 1 },
        { new DeleteText("body", 0, 9), 0, 0 },
        { new DeleteText("body", 2, 4), 2, 2 },
        { new DeleteText("body", 4, 2), 4, 4 },
        { new FormatText("body", 0, 9, "bold", JsonValue.True), 4, 4 },
        { new InsertText("other", 0, "xy", Properties.Empty), 4, 4 },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    [Trait("Requirement", "L-19, L-20, L-22")]
    public void An_anchor_moves_only_for_what_happens_before_it(Operation edit, int left, int right)
    {
        Author ada = new("ada"), bob = new("bob");
        bob.Receive(ada.Insert(0, "warp weft"));
        var anchors = (ada.Document.AnchorAt("body", 4, Bias.Left), ada.Document.AnchorAt("body", 4, Bias.Right));
        Assert.Equal((4, 4), Resolved(ada, anchors));
        var change = ada.Do(edit);
        Assert.Equal((left, right), Resolved(ada, anchors));

        // The same on a replica where it was concurrent with something behind everything.
        var end = bob.Insert(9, "!");
        bob.Receive(change);
        Assert.Equal((left, right), Resolved(bob, anchors));
        ada.Receive(end);
        Assert.Equal((left, right), Resolved(ada, anchors));
    }

    [Fact]
    [Trait("Requirement", "L-19")]
    public void A_cursor_in_the_fourth_paragraph_is_in_the_third_when_the_second_is_deleted()
    {
        Author ada = new("ada"), bob = new("bob");
        bob.Receive(ada.Insert(0, "one\ntwo\nthree\nfour\n"));
        var cursor = ada.Document.AnchorAt("body", 16, Bias.Left);
        var inside = ada.Document.AnchorAt("body", 6, Bias.Left);
        ada.Receive(bob.Delete(4, 4));

        Assert.Equal("one\nthree\nfo", ada.Text[..ada.Document.Resolve(cursor)]);
        Assert.Equal("one\n", ada.Text[..ada.Document.Resolve(inside)]);
    }

    [Fact]
    public void An_anchor_at_the_start_or_end_stays_there()
    {
        var ada = new Author("ada");
        ada.Insert(0, "ab");
        var start = ada.Document.AnchorAt("body", 0, Bias.Left);
        var end = ada.Document.AnchorAt("body", 2, Bias.Right);
        ada.Insert(0, "x");
        ada.Insert(3, "y");

        Assert.Equal((0, 4), (ada.Document.Resolve(start), ada.Document.Resolve(end)));
    }

    [Fact]
    public void An_anchor_of_an_unknown_version_or_beyond_its_text_is_an_error()
    {
        var ada = new Author("ada");
        ada.Insert(0, "ab");
        Assert.Throws<ArgumentOutOfRangeException>(() => ada.Document.AnchorAt("body", 3, Bias.Left));
        Assert.Throws<ArgumentException>(() => new Document().Resolve(ada.Document.AnchorAt("body", 0, Bias.Left)));
        Assert.Throws<ArgumentException>(() => ada.Document.Resolve(new Anchor("body", Version.Root, 1, Bias.Left)));
        Assert.Equal(0, ada.Document.Resolve(new Anchor("never", Version.Root, 0, Bias.Left)));
    }

    private static (int Left, int Right) Resolved(Author author, (Anchor Left, Anchor Right) anchors) =>
        (author.Document.Resolve(anchors.Left), author.Document.Resolve(anchors.Right));
}
