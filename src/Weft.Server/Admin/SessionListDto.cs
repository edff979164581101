namespace Weft.Server.Admin;

/// <summary>The connections that are open now.</summary>
/// <param name="Sessions">The oldest first.</param>
internal sealed record SessionListDto(IReadOnlyList<SessionDto> Sessions);
