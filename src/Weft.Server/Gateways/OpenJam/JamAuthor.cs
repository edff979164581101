using System.Collections.Immutable;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>Whose an operation is that a front-end is told of.</summary>
/// <param name="Id">A person's id, or the server's.</param>
/// <param name="At">When it was made, in milliseconds since 1970.</param>
/// <param name="Clock">What it comes after.</param>
internal sealed record JamAuthor(string Id, long At, ImmutableSortedDictionary<string, long> Clock);
