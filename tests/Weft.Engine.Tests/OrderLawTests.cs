using Weft.Testing.Generators;

namespace Weft.Engine.Tests;

/// <summary>The laws of <see cref="LawTests"/> for the order of what many insert at few places.</summary>
public sealed class OrderLawTests
{
    private const int Authors = 5;

    [Fact]
    [Trait("Requirement", "L-37")]
    public void Insertions_of_five_authors_at_few_places_converge_and_agree_with_the_oracle() =>
        Histories.Play(PlanGenerator.Insertions(40), Authors);
}
