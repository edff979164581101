namespace Weft.Protocol;

/// <summary>An item in a snapshot (DOC-2).</summary>
/// <param name="Id">Its id in its collection.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Properties">Its properties.</param>
public sealed record WireItem(string Id, string Kind, IReadOnlyDictionary<string, RawJson> Properties);
