using System.Runtime.InteropServices;

namespace Weft.Server.Access;

/// <summary>What a caller may do in a document, and how long that holds if nobody changes it.</summary>
/// <param name="Grant">What it may do.</param>
/// <param name="Until">When a share link that counts ends; null when none does.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Standing(Grant Grant, DateTimeOffset? Until);
