namespace Weft.Engine.Tests;

/// <summary>What was once wrong with batches.</summary>
public sealed class BatchTests
{
    [Fact]
    public void A_cleared_collection_comes_in_with_a_batch()
    {
        var ada = new Author("ada");
        ada.Do(new AddItem(new ItemPath("k", "a"), "box", Properties.Empty));
        ada.Do(new ClearItems("k"));
        ada.Do(new AddItem(new ItemPath("k", "b"), "box", Properties.Empty));
        var merged = new Document();

        Assert.Equal(MergeStatus.Applied, merged.MergeAll(ada.Document.EncodeSince(Version.Root)));
        merged.CheckInvariants();
        Assert.Equal("b", Assert.Single(merged.Items("k")).Id);
    }
}
