using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>Events of one agent that arrived one after another.</summary>
/// <param name="Start">The first event.</param>
/// <param name="End">The event after the last one.</param>
/// <param name="Agent">The number of the agent.</param>
/// <param name="Sequence">The sequence number of the first event.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AgentRun(int Start, int End, int Agent, long Sequence);
