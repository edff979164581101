using System.Collections.Immutable;

namespace Weft.Client.Replay;

/// <summary>What one author did in one go.</summary>
/// <param name="Agent">The author, counted from 0.</param>
/// <param name="Parents">The transactions whose merge the author saw, by index; all before this one.</param>
/// <param name="Time">When, or null when the trace does not say.</param>
/// <param name="Patches">The edits, each in the text after the one before.</param>
public sealed record TraceTransaction(int Agent, ImmutableArray<int> Parents, DateTimeOffset? Time, ImmutableArray<TracePatch> Patches);
