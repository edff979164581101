namespace Weft.Server.Admin;

/// <summary>What is stored, and whether more can be.</summary>
/// <param name="Documents">How many documents there are.</param>
/// <param name="Bytes">What they take on disk; null for a store that cannot say.</param>
/// <param name="Free">Bytes that are free on that disk; null when unknown.</param>
/// <param name="Folder">The data folder; null for a store of the host's own.</param>
/// <param name="Ready">Whether the server takes work, as /readyz says.</param>
/// <param name="Reason">One word why it does not; null when it does.</param>
internal sealed record StorageDto(long Documents, long? Bytes, long? Free, string? Folder, bool Ready, string? Reason);
