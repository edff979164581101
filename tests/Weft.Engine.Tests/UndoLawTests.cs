using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Weft.Testing.Generators;

namespace Weft.Engine.Tests;

/// <summary>
/// The laws of undo on random histories: the inverse of a change makes the document as if that had never been, whatever
/// happened since; one author's undos and redos lead back and forth exactly; others' units stay. <c>WEFT_HISTORIES</c>
/// sets how many histories each test plays.
/// </summary>
public sealed class UndoLawTests
{
    private const int Histories = 300;

    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(
        int.TryParse(Environment.GetEnvironmentVariable("WEFT_HISTORIES"), CultureInfo.InvariantCulture, out var count) ? count : Histories);

    [Fact]
    public void The_inverse_of_a_change_of_texts_makes_it_never_been() =>
        Check.One(_config, Prop.ForAll(PlanGenerator.Texts(30), Play(PlanGenerator.Replicas)));

    [Fact]
    public void The_inverse_of_a_change_of_items_makes_it_never_been() =>
        Check.One(_config, Prop.ForAll(PlanGenerator.Items(30), Play(PlanGenerator.Replicas)));

    [Fact]
    public void Alone_on_texts_undo_and_redo_lead_back_and_forth() =>
        Check.One(_config, Prop.ForAll(UndoGenerator.Of(PlanGenerator.Texts(50)), Play(1)));

    [Fact]
    public void Alone_on_items_undo_and_redo_lead_back_and_forth() =>
        Check.One(_config, Prop.ForAll(UndoGenerator.Of(PlanGenerator.Items(50)), Play(1)));

    [Fact]
    public void Among_others_undo_and_redo_touch_nothing_of_theirs() =>
        Check.One(_config, Prop.ForAll(UndoGenerator.Of(PlanGenerator.Everything(50)), Play(PlanGenerator.Replicas)));

    [Fact]
    public void The_format_of_a_surrogate_pair_that_came_back_is_taken_back_from_both_halves() => new UndoRunner(1).Play(Plan.Of(
        new EditStep(1, 1, new Edit(EditKind.Embed, 0, 0, 0), new Edit(EditKind.Embed, 0, 0, 0)),
        new EditStep(2, 1, new Edit(EditKind.Insert, 2, 5, 0)),
        new UndoStep(2),
        new RedoStep(1),
        new EditStep(1, 1, new Edit(EditKind.Format, 1, 3, 0), new Edit(EditKind.Format, 1, 2, 0)),
        new UndoStep(2)));

    [Fact]
    public void Histories_have_something_to_undo()
    {
        var reversals = 0;
        foreach (var plan in UndoGenerator.Of(PlanGenerator.Everything(40)).Generator.Sample(numberOfSamples: 200, size: 160))
        {
            var runner = new UndoRunner(2);
            runner.Play(plan);
            reversals += runner.Reversals;
        }

        Assert.True(reversals > 100, $"{reversals} undos and redos");
    }

    private static Action<Plan> Play(int replicas) => plan => new UndoRunner(replicas).Play(plan);
}
