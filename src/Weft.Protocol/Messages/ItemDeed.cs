using System.Collections.Immutable;

namespace Weft.Protocol;

/// <summary>What a gesture did to one item (HIST-3).</summary>
/// <param name="Path"><c>collection/id</c>.</param>
/// <param name="Op"><c>add</c>, <c>update</c>, <c>delete</c> or <c>restore</c>.</param>
/// <param name="Kind">What the item is.</param>
/// <param name="Label">Its name, or what is written in it; cut where it is long.</param>
/// <param name="Properties">Of an update, the names of what it wrote; of many the first.</param>
public sealed record ItemDeed(string Path, string Op, string Kind, string? Label = null, ImmutableArray<string>? Properties = null);
