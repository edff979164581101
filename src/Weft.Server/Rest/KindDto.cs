namespace Weft.Server.Rest;

/// <summary>A document kind.</summary>
/// <param name="Name">Its name in requests.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Collections">The collections of its items.</param>
/// <param name="Texts">The paths of its texts.</param>
/// <param name="Exports">What <c>format</c> may be.</param>
/// <param name="Imports">The extensions of files that become such a document.</param>
internal sealed record KindDto(
    string Name, string Title, IReadOnlyList<string> Collections, IReadOnlyList<string> Texts, IReadOnlyList<string> Exports, IReadOnlyList<string> Imports);
