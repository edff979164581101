namespace Weft.Protocol;

/// <summary>A run of a text in a snapshot (DOC-1).</summary>
/// <param name="Insert">Its content.</param>
/// <param name="Attributes">Its attributes, or null for none.</param>
public sealed record WireRun(TextContent Insert, IReadOnlyDictionary<string, RawJson>? Attributes = null);
