using System.Collections.Immutable;
using Weft.Protocol;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>What something that OpenJam says comes to.</summary>
/// <param name="Operations">
/// What is to be done to the document, in this order; nothing when nothing changes. There may be more than fit in one change
/// (<see cref="Limits.MaxOperations"/>): cut anywhere.
/// </param>
/// <param name="Refusal">Why it is refused, one sentence for people; null when it is not.</param>
internal sealed record JamEdit(ImmutableArray<WireOperation> Operations, string? Refusal = null)
{
    /// <summary>Nothing changes.</summary>
    public static JamEdit Nothing { get; } = new([]);

    /// <summary>A refusal.</summary>
    public static JamEdit Refuse(string message) => new([], message);
}
