using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Weft.Testing.Generators;

namespace Weft.Engine.Tests;

/// <summary>
/// What the graph tells of the past: texts of versions, differences, authors and anchors, on examples and on random
/// histories beside the oracle. <c>WEFT_HISTORIES</c> sets how many histories each test plays.
/// </summary>
public sealed class PastTests
{
    private const int Histories = 300;

    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(
        int.TryParse(Environment.GetEnvironmentVariable("WEFT_HISTORIES"), CultureInfo.InvariantCulture, out var count) ? count : Histories);

    [Fact]
    public void The_past_of_texts_and_items_agrees_with_the_oracle() =>
        Check.One(_config, Prop.ForAll(PlanGenerator.Everything(30), plan => new PastRunner(PlanGenerator.Replicas).Play(plan)));

    [Fact]
    public void The_past_of_texts_agrees_with_the_oracle() =>
        Check.One(_config, Prop.ForAll(PlanGenerator.Texts(40), plan => new PastRunner(PlanGenerator.Replicas).Play(plan)));

    [Fact]
    public void A_version_of_the_past_is_walked_in_whatever_order_its_branches_arrived() =>
        new PastRunner(PlanGenerator.Replicas).Play(Plan.Of(
            new EditStep(0, 0, new Edit(EditKind.Insert, 0, 0, 0)),
            new DeliverStep(2, 0, 0),
            new EditStep(2, 2, new Edit(EditKind.Insert, 5, 0, 0)),
            new EditStep(1, 2, new Edit(EditKind.Insert, 0, 0, 0), new Edit(EditKind.Insert, 0, 0, 0), new Edit(EditKind.Delete, 0, 0, 0)),
            new ReloadStep(2, 0),
            new DeliverStep(2, 0, 0),
            new EditStep(2, 0, new Edit(EditKind.Format, 0, 0, 0), new Edit(EditKind.Format, 0, 0, 0)),
            new EditStep(0, 0, new Edit(EditKind.Delete, 0, 0, 0)),
            new EditStep(0, 1, new Edit(EditKind.Embed, 0, 0, 0)),
            new DeliverStep(0, 0, 0),
            new EditStep(1, 0, new Edit(EditKind.Format, 0, 0, 0), new Edit(EditKind.Insert, 0, 4, 0)),
            new SyncStep(1, 0, 0),
            new DeliverStep(2, 0, 0),
            new SyncStep(2, 1, 0)));

    [Fact]
    public void Histories_have_something_to_tell()
    {
        var (differences, branched) = (0, 0);
        foreach (var plan in PlanGenerator.Everything(40).Generator.Sample(50, 40))
        {
            var runner = new PastRunner(PlanGenerator.Replicas);
            runner.Play(plan);
            differences += runner.Differences;
            branched += runner.Branched;
        }

        Assert.True(differences > 100, $"{differences} differences");
        Assert.True(branched > 20, $"{branched} versions with several heads");
    }

    [Fact]
    public void A_text_is_as_it_was_in_every_version()
    {
        Author ada = new("ada"), bob = new("bob");
        bob.Receive(ada.Insert(0, "warp"));
        ada.Format(0, 2, JsonValue.True);
        var b = bob.Insert(4, " weft");
        ada.Receive(b);
        var document = ada.Document;

        Assert.Equal("", document.TextAt("body", Version.Root).ToString());
        Assert.Equal("warp", document.TextAt("body", document.VersionAt(1)).ToString());
        Assert.Equal("warp weft", document.TextAt("body", Version.Of(b.LastEvent)).ToString());
        Assert.Single(document.TextAt("body", Version.Of(b.LastEvent)).Runs());
        Assert.Equal(document.Text("body").Runs(), document.TextAt("body", document.Version).Runs());
        Assert.Equal(0, document.TextAt("never", document.Version).Length);
        Assert.Throws<ArgumentException>(() => bob.Document.TextAt("body", document.Version));
    }

    [Fact]
    public void A_text_of_the_past_is_the_callers_own()
    {
        var ada = new Author("ada");
        ada.Insert(0, "ab");
        ada.Document.TextAt("body", ada.Document.Version).Delete(0, 2);

        Assert.Equal("ab", ada.Text);
    }

    [Fact]
    public void A_difference_goes_both_ways()
    {
        var ada = new Author("ada");
        ada.Insert(0, "warp and weft");
        var before = ada.Document.Version;
        ada.Delete(4, 4);
        ada.Insert(4, "!");
        ada.Format(0, 4, JsonValue.True);
        var after = ada.Document.Version;

        Assert.Equal(
            [
                new InsertText("body", 4, "!", Properties.Empty),
                new DeleteText("body", 5, 4),
                new FormatText("body", 0, 4, "bold", JsonValue.True),
            ],
            ada.Document.Difference(before, after));
        Assert.Equal(
            [
                new DeleteText("body", 4, 1),
                new InsertText("body", 4, " and", Properties.Empty),
                new FormatText("body", 0, 4, "bold", JsonValue.Null),
            ],
            ada.Document.Difference(after, before));
        Assert.Empty(ada.Document.Difference(after, after));
        Assert.Empty(ada.Document.Difference("other", before, after));
    }

    [Fact]
    public void A_difference_tells_of_items_what_is_there()
    {
        var ada = new Author("ada");
        var box = new ItemPath("elements", "box");
        var empty = ada.Document.Version;
        ada.Do(new AddItem(box, "box", Properties.Of("x", JsonValue.True)));
        var added = ada.Document.Version;
        ada.Do(new SetProperties(box, Properties.Of("y", JsonValue.True)));
        var set = ada.Document.Version;
        ada.Do(new DeleteItem(box));
        var deleted = ada.Document.Version;

        Assert.Equal([new AddItem(box, "box", Properties.Of("x", JsonValue.True))], ada.Document.Difference(empty, added));
        Assert.Equal([new SetProperties(box, Properties.Of("y", JsonValue.Null))], ada.Document.Difference(set, added));
        Assert.Equal([new DeleteItem(box)], ada.Document.Difference(added, deleted));
        Assert.IsType<RestoredItem>(Assert.Single(ada.Document.Difference(deleted, set)));
        Assert.Empty(ada.Document.Difference(empty, deleted));
    }

    [Fact]
    public void Blame_names_who_typed_what()
    {
        Author ada = new("ada"), bob = new("bob");
        var typed = ada.Type(0, "wft");
        bob.Receive(typed);
        var b = bob.Insert(1, "e");
        ada.Receive(b);

        Assert.Equal(
            [
                new AuthoredRun(0, 1, new EventId("ada", 0), typed[0].Clock),
                new AuthoredRun(1, 1, new EventId("bob", 0), b.Clock),
                new AuthoredRun(2, 2, new EventId("ada", 1), typed[1].Clock),
            ],
            ada.Document.Blame("body"));
        Assert.Empty(ada.Document.Blame("never"));
    }

    [Fact]
    public void The_past_is_read_from_the_file_when_it_is_asked_for()
    {
        var ada = new Author("ada");
        ada.Insert(0, "warp");
        ada.Delete(0, 1);
        Assert.True(Document.TryLoad(ada.Document.Save(), out var opened, out _));
        Assert.False(opened.HasHistory);
        Assert.Equal("warp", opened.TextAt("body", Version.Of(new EventId("ada", 3))).ToString());
        Assert.True(opened.HasHistory);

        Assert.True(Document.TryLoad(ada.Document.SaveSnapshot(), out var snapshot, out _));
        Assert.Equal("arp", snapshot.TextAt("body", snapshot.Version).ToString());
        Assert.Throws<InvalidOperationException>(() => snapshot.Blame("body"));
        Assert.Throws<InvalidOperationException>(() => snapshot.Difference(Version.Root, snapshot.Version));
    }

    [Fact]
    public void Anchors_are_carried_together()
    {
        Author ada = new("ada"), bob = new("bob");
        bob.Receive(ada.Insert(0, "warp"));
        Anchor[] anchors = [ada.Document.AnchorAt("body", 4, Bias.Left), bob.Document.AnchorAt("body", 1, Bias.Right), new("none", Version.Root, 0, Bias.Left)];
        ada.Receive(bob.Insert(0, "!!"));

        Assert.Equal([6, 3, 0], ada.Document.Resolve(anchors));
        Assert.Throws<ArgumentException>(() => ada.Document.Resolve([new Anchor("body", Version.Root, 1, Bias.Left)]));
    }
}
