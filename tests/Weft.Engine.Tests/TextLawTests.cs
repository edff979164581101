using Weft.Testing.Generators;

namespace Weft.Engine.Tests;

/// <summary>The laws of <see cref="LawTests"/> for texts alone.</summary>
public sealed class TextLawTests
{
    [Fact]
    [Trait("Requirement", "L-37, L-19")]
    public void Texts_converge_and_agree_with_the_oracle() => Histories.Play(PlanGenerator.Texts(40), PlanGenerator.Replicas);
}
