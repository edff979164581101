using System.Runtime.InteropServices;

namespace Weft.Sync;

/// <summary>One connection, as the server counts them.</summary>
/// <param name="Value">Unique while the server runs.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SessionId(long Value);
