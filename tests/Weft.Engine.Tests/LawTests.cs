using Weft.Testing.Generators;

namespace Weft.Engine.Tests;

/// <summary>
/// The laws of merging, on random histories that the oracle follows step by step: replicas converge whatever the order,
/// repetition and delay of delivery, and whatever the form, one by one, as bytes or in batches; transformed operations make
/// the document; anchors hold; saving, loading and letting go of the history change nothing; refusals are the same
/// everywhere. <c>WEFT_HISTORIES</c> sets how many histories each test plays. <see cref="TextLawTests"/> and <see
/// cref="OrderLawTests"/> run beside it.
/// </summary>
public sealed class LawTests
{
    [Fact]
    [Trait("Requirement", "J-22, J-23, J-24, O-05")]
    public void Texts_and_items_converge_and_agree_with_the_oracle() => Histories.Play(PlanGenerator.Everything(30), PlanGenerator.Replicas);

    [Fact]
    [Trait("Requirement", "J-14, J-25, J-26")]
    public void Items_converge_and_agree_with_the_oracle() => Histories.Play(PlanGenerator.Items(30), PlanGenerator.Replicas);
}
