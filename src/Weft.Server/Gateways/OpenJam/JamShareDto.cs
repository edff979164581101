namespace Weft.Server.Gateways.OpenJam;

/// <summary>Whom a board is shared with.</summary>
internal sealed record JamShareDto(string LinkPermission, IReadOnlyList<JamMemberDto> Members);
