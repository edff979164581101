namespace Weft.Server.Admin;

/// <summary>What the server bears.</summary>
/// <param name="Limits">All limits, in the order of docs/operations.md.</param>
internal sealed record LimitListDto(IReadOnlyList<LimitDto> Limits);
