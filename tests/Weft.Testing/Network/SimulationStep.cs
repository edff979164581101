namespace Weft.Testing.Network;

/// <summary>One thing that happens in a simulation. What is random in it comes from its own seed, so that steps can be left out.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Client">To which client, from 0.</param>
/// <param name="Seed">Of what is random in it.</param>
/// <param name="Wait">How long after the step before, in milliseconds.</param>
public sealed record SimulationStep(StepKind Kind, int Client, int Seed, int Wait);
