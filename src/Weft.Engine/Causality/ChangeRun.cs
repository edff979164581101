using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>Changes of equal length that arrived one after another.</summary>
/// <param name="First">The number of the first change.</param>
/// <param name="End">The number after the last change.</param>
/// <param name="Start">The first event of the first change.</param>
/// <param name="Length">How many events each of them has.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChangeRun(int First, int End, int Start, int Length);
