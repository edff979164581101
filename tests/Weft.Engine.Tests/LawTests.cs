using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Weft.Testing.Generators;

namespace Weft.Engine.Tests;

/// <summary>
/// The laws of merging, on random histories that the oracle follows step by step: replicas converge whatever the order,
/// repetition and delay of delivery; transformed operations make the document; anchors hold; saving and loading changes
/// nothing; refusals are the same everywhere. <c>WEFT_HISTORIES</c> sets how many histories each test plays.
/// </summary>
public sealed class LawTests
{
    private const int Histories = 1000;

    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(
        int.TryParse(Environment.GetEnvironmentVariable("WEFT_HISTORIES"), CultureInfo.InvariantCulture, out var count) ? count : Histories);

    [Fact]
    [Trait("Requirement", "J-22, J-23, J-24, O-05")]
    public void Texts_and_items_converge_and_agree_with_the_oracle() =>
        Check.One(_config, Prop.ForAll(PlanGenerator.Everything(40), Play));

    [Fact]
    [Trait("Requirement", "L-37, L-19")]
    public void Texts_converge_and_agree_with_the_oracle() =>
        Check.One(_config, Prop.ForAll(PlanGenerator.Texts(60), Play));

    [Fact]
    [Trait("Requirement", "J-14, J-25, J-26")]
    public void Items_converge_and_agree_with_the_oracle() =>
        Check.One(_config, Prop.ForAll(PlanGenerator.Items(40), Play));

    [Fact]
    [Trait("Requirement", "L-37")]
    public void Insertions_of_five_authors_at_few_places_converge_and_agree_with_the_oracle() =>
        Check.One(_config, Prop.ForAll(PlanGenerator.Insertions(50), plan => new PlanRunner(5).Play(plan)));

    private static void Play(Plan plan) => new PlanRunner(PlanGenerator.Replicas).Play(plan);
}
