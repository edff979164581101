using System.Collections.Immutable;

namespace Weft.Client.Replay;

/// <summary>An editing history, keystroke by keystroke.</summary>
/// <param name="StartContent">The text before the first transaction.</param>
/// <param name="EndContent">The text that a right replay produces.</param>
/// <param name="AgentCount">How many authors there are.</param>
/// <param name="Transactions">The history, causes before effects.</param>
public sealed record Trace(string StartContent, string EndContent, int AgentCount, ImmutableArray<TraceTransaction> Transactions);
