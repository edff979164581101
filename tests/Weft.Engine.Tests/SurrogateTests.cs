namespace Weft.Engine.Tests;

/// <summary>No operation parts the two halves of a surrogate pair, whatever is concurrent with it.</summary>
public sealed class SurrogateTests
{
    private const string Thread = "\U0001F9F5";

    public static TheoryData<Operation, RefusalReason> Splitting => new()
    {
        { new InsertText("body", 2, "x", Properties.Empty), RefusalReason.SplitsSurrogate },
        { new InsertEmbed("body", 2, JsonValue.True, Properties.Empty), RefusalReason.SplitsSurrogate },
        { new DeleteText("body", 0, 2), RefusalReason.SplitsSurrogate },
        { new DeleteText("body", 2, 2), RefusalReason.SplitsSurrogate },
        { new FormatText("body", 1, 1, "bold", JsonValue.True), RefusalReason.SplitsSurrogate },
        { new InsertText("body", 0, "\uD83E", Properties.Empty), RefusalReason.LoneSurrogate },
        { new InsertText("body", 0, "\uDDF5\uD83E", Properties.Empty), RefusalReason.LoneSurrogate },
        { new InsertText("bo\uD83Edy", 0, "x", Properties.Empty), RefusalReason.LoneSurrogate },
        { new InsertText("body", 0, "x", Properties.Of("\uD83E", JsonValue.True)), RefusalReason.LoneSurrogate },
    };

    [Theory]
    [MemberData(nameof(Splitting))]
    public void A_pair_is_never_split(Operation operation, RefusalReason expected)
    {
        var ada = new Author("ada");
        ada.Insert(0, $"a{Thread}b");
        var draft = ada.Draft(operation);

        Assert.Equal(expected, Assert.IsType<MergeResult.Refused>(ada.Document.Merge(draft)).Reason);
        Assert.Equal($"a{Thread}b", ada.Text);
    }

    [Theory]
    [MemberData(nameof(Splitting))]
    public void A_pair_that_others_have_deleted_meanwhile_is_judged_as_its_author_saw_it(Operation operation, RefusalReason expected)
    {
        Author ada = new("ada"), bob = new("bob");
        bob.Receive(ada.Insert(0, $"a{Thread}b"));
        var draft = bob.Draft(operation);
        ada.Delete(0, 4);
        ada.Insert(0, "something else");

        Assert.Equal(expected, Assert.IsType<MergeResult.Refused>(ada.Document.Merge(draft)).Reason);
        Assert.Equal("something else", ada.Text);
    }

    [Fact]
    public void Operations_of_one_change_see_the_pairs_that_it_inserts()
    {
        var ada = new Author("ada");
        var draft = ada.Draft(
            new InsertText("body", 0, $"xy{Thread}", Properties.Empty),
            new DeleteText("body", 0, 1),
            new InsertEmbed("body", 0, JsonValue.True, Properties.Empty),
            new InsertText("body", 3, "!", Properties.Empty));

        var refused = Assert.IsType<MergeResult.Refused>(ada.Document.Merge(draft));
        Assert.Equal((RefusalReason.SplitsSurrogate, 3), (refused.Reason, refused.Operation));
        Assert.Empty(ada.Document.TextPaths);
    }

    [Fact]
    public void A_change_of_very_many_operations_is_judged_in_little_time()
    {
        // Looking at each place through all operations before it would take hours.
        var ada = new Author("ada");
        ada.Insert(0, string.Concat(Enumerable.Repeat(Thread, 20_000)));
        var operations = Enumerable.Range(0, 20_000).Select(i => (Operation)new InsertText("body", 2 * i, Thread, Properties.Empty));
        var draft = ada.Draft([.. operations, new DeleteText("body", 0, 80_000), new InsertText("body", 0, "end", Properties.Empty)]);

        ada.Receive(draft);
        Assert.Equal("end", ada.Text);
    }
}
