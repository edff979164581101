using System.Runtime.InteropServices;

namespace Weft.Sync;

/// <summary>One entry of a document's log.</summary>
/// <param name="Revision">The revision that the change made, from 1.</param>
/// <param name="Bytes">What <see cref="Append"/> told to store.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StoredChange(long Revision, ReadOnlyMemory<byte> Bytes);
