namespace Weft.Protocol;

/// <summary>Changes of one client, by its change ids (HIST-4).</summary>
/// <param name="Client">The client.</param>
/// <param name="First">The first id.</param>
/// <param name="Last">The last id, inclusive.</param>
public sealed record ChangeRange(string Client, long First, long Last);
