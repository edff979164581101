namespace Weft.Server.Gateways.OpenJam;

/// <summary>Something was exported.</summary>
internal sealed record JamExportDto(string Url, string Filename);
