namespace Weft.Storage;

/// <summary>A whole document as of one revision. The caller owns the bytes.</summary>
/// <param name="Revision">The newest change that is in it.</param>
/// <param name="Bytes">Opaque to the store.</param>
public sealed record StoredSnapshot(long Revision, ReadOnlyMemory<byte> Bytes);
