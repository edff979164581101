using System.Collections.Immutable;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>What is known of a front-end at one moment. Immutable.</summary>
/// <param name="Canvas">What it shows.</param>
/// <param name="Told">Elements that it was told of lately, and until when it may not have heard.</param>
internal sealed record JamKnowledge(JamCanvas Canvas, ImmutableDictionary<string, DateTimeOffset> Told)
{
    /// <summary>Nothing is known.</summary>
    public static JamKnowledge None { get; } = new(JamCanvas.Empty, ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal));

    /// <summary>Whether it may not have heard what it was told of an element.</summary>
    public bool IsUnsure(string id, DateTimeOffset now) => Told.TryGetValue(id, out var until) && now < until;
}
