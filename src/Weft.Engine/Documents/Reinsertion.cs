using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>Units of a text that were deleted and inserted again.</summary>
/// <param name="Path">The text.</param>
/// <param name="Event">The event of the first of the new units.</param>
/// <param name="Root">The event that inserted the first of them for the first time.</param>
/// <param name="Length">How many units, each the next event in both places.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Reinsertion(string Path, int Event, int Root, int Length);
