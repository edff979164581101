namespace Weft.Storage;

/// <summary>One change of a document as it was stored. The caller owns the bytes.</summary>
/// <param name="Revision">Counted from 1; the log has no gaps.</param>
/// <param name="Bytes">Opaque to the store.</param>
public readonly record struct LogEntry(long Revision, ReadOnlyMemory<byte> Bytes);
