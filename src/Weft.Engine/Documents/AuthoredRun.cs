using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>Neighbouring units of a text that one author inserted one after another, with nothing else in between.</summary>
/// <param name="Position">Where the run begins, in UTF-16 code units.</param>
/// <param name="Length">How many units; an embed counts 1.</param>
/// <param name="First">The event that inserted the first unit; each further unit is that agent's next event.</param>
/// <param name="Clock">The clock of the change that inserted the first unit.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AuthoredRun(int Position, int Length, EventId First, HybridTimestamp Clock);
