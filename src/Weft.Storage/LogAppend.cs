namespace Weft.Storage;

/// <summary>One change to append to a document's log.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="Revision">Exactly one more than the document's newest revision.</param>
/// <param name="Bytes">Opaque to the store, which reads them before the append returns and keeps no reference.</param>
public readonly record struct LogAppend(string DocumentId, long Revision, ReadOnlyMemory<byte> Bytes);
