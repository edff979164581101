namespace Weft.Server.Gateways.OpenJam;

/// <summary>Somebody whom a board is shared with.</summary>
internal sealed record JamMemberDto(string UserId, string Email, string DisplayName, string AvatarColor, string Permission, string CreatedAt, string UpdatedAt);
