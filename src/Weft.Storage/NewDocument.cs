namespace Weft.Storage;

/// <summary>A document to create. The caller makes the id and the generation.</summary>
/// <param name="Id">Unique in the store.</param>
/// <param name="Title">The title for people; any Unicode.</param>
/// <param name="Kind">The document kind.</param>
/// <param name="Generation">Names this incarnation of the document.</param>
public sealed record NewDocument(string Id, string Title, string Kind, string Generation);
