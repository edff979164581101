namespace Weft.Server.Rest;

/// <summary>All documents.</summary>
/// <param name="Documents">The last changed first.</param>
internal sealed record DocumentListDto(IReadOnlyList<DocumentDto> Documents);
