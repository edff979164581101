namespace Weft.Server.Gateways.OpenJam;

/// <summary>A board was saved.</summary>
internal sealed record JamSavedDto(bool Success, string SavedAt);
