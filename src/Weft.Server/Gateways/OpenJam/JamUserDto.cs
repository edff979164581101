namespace Weft.Server.Gateways.OpenJam;

/// <summary>A person. Times are RFC 3339 in UTC with microseconds.</summary>
internal sealed record JamUserDto(string Id, string Email, string DisplayName, string AvatarColor, string CreatedAt, string UpdatedAt);
