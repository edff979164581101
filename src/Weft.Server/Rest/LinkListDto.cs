namespace Weft.Server.Rest;

/// <summary>The share links of a document.</summary>
/// <param name="Links">The oldest first; expired ones too, until they are deleted.</param>
internal sealed record LinkListDto(IReadOnlyList<LinkDto> Links);
