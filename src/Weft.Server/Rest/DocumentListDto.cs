namespace Weft.Server.Rest;

/// <summary>The documents that the caller may see.</summary>
/// <param name="Documents">The last changed first.</param>
internal sealed record DocumentListDto(IReadOnlyList<DocumentDto> Documents);
