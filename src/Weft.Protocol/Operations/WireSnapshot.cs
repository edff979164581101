using System.Collections.Immutable;

namespace Weft.Protocol;

/// <summary>A whole document at one revision (DOC-2). Its JSON is made once, however many it is sent to.</summary>
/// <param name="Texts">The runs of each text, by path.</param>
/// <param name="Items">The items of each collection.</param>
public sealed record WireSnapshot(
    IReadOnlyDictionary<string, ImmutableArray<WireRun>> Texts,
    IReadOnlyDictionary<string, ImmutableArray<WireItem>> Items)
{
    /// <summary>The UTF-8 JSON, once somebody wanted it.</summary>
    internal byte[]? Json { get; set; }
}
