namespace Weft.Storage;

/// <summary>What the store knows about a document apart from its contents.</summary>
/// <param name="Id">The document's name in the store and in links; never reused.</param>
/// <param name="Title">The title for people; any Unicode.</param>
/// <param name="Kind">The document kind, such as <c>text</c>.</param>
/// <param name="Generation">Changes when the document is replaced as a whole.</param>
/// <param name="Revision">The revision of the newest change in the log; 0 for none.</param>
/// <param name="Created">When it was created, to the millisecond, UTC.</param>
/// <param name="Updated">When it was last changed or renamed, to the millisecond, UTC.</param>
public sealed record DocumentRecord(
    string Id, string Title, string Kind, string Generation, long Revision, DateTimeOffset Created, DateTimeOffset Updated);
