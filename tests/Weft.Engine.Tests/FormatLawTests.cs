using Weft.Testing.Generators;
using Weft.Testing.Oracle;

namespace Weft.Engine.Tests;

/// <summary>What was once wrong with formats that are concurrent with insertions that have attributes.</summary>
public sealed class FormatLawTests
{
    [Fact]
    [Trait("Requirement", "L-19")]
    public void A_format_knows_apart_what_one_author_inserted_with_different_attributes() =>
        new PlanRunner(PlanGenerator.Replicas).Play(Plan.Of(
            new EditStep(0, 2, new Edit(EditKind.Insert, 0, 0, 11)),
            new EditStep(2, 0, new Edit(EditKind.Insert, 0, 0, 0), new Edit(EditKind.Insert, 0, 0, 7)),
            new SyncStep(1, 2, 0),
            new EditStep(2, 1, new Edit(EditKind.Insert, 0, 7, 11)),
            new SyncStep(1, 0, 0),
            new EditStep(1, 1, new Edit(EditKind.Format, 0, 4, 3)),
            new EditStep(2, 2, new Edit(EditKind.Format, 0, 0, 0)),
            new EditStep(2, 1, new Edit(EditKind.Insert, 2, 0, 7))));

    [Fact]
    [Trait("Requirement", "L-19")]
    public void A_format_knows_apart_what_was_typed_bold_before_it_and_after_it()
    {
        Author ada = new("ada"), bob = new("bob");
        var bold = Properties.Of("bold", JsonValue.True);
        var start = ada.Insert(0, "<>");
        bob.Receive(start);
        var before = ada.Do(new InsertText("body", 1, "a", bold));
        bob.Now = 2_000;
        var format = bob.Format(0, 2, JsonValue.FromNumber(2));
        ada.Now = 3_000;
        var after = ada.Do(new InsertText("body", 2, "b", bold));

        var oracle = new OracleDocument();
        foreach (var change in new[] { start, before, format, after })
        {
            Assert.Null(oracle.Add(change));
        }

        var expected = oracle.Runs("body", oracle.Past(Version.Of(after.LastEvent, format.LastEvent)));
        Assert.Equal("b", Assert.Single(expected, run => run.Attributes.Equals(bold)).Text);
        bob.Document.MergeAll(ada.Document.EncodeSince(bob.Document.Version));
        ada.Receive(format);
        var merged = new Document();
        merged.MergeAll(ada.Document.EncodeSince(Version.Root));
        foreach (var document in new[] { ada.Document, bob.Document, merged })
        {
            document.CheckInvariants();
            Assert.Equal(expected, document.Text("body").Runs());
        }
    }
}
