namespace Weft.Engine;

/// <summary>An item that is present in a document.</summary>
/// <param name="Id">Its id within its collection.</param>
/// <param name="Kind">Its kind, a word of the document's schema.</param>
/// <param name="Properties">Its properties, none of them null.</param>
public sealed record Item(string Id, string Kind, Properties Properties);
