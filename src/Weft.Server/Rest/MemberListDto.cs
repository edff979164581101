namespace Weft.Server.Rest;

/// <summary>The members of a document.</summary>
/// <param name="Members">In the order in which they became members.</param>
internal sealed record MemberListDto(IReadOnlyList<MemberDto> Members);
