namespace Weft.Engine;

/// <summary>
/// A run of the causal graph: events that each have the one before as their only parent, whoever made them.
/// </summary>
/// <param name="start">The first event.</param>
/// <param name="end">The event after the last one.</param>
/// <param name="parents">The parents of the first event, sorted; valid until the graph is changed.</param>
internal readonly ref struct EventRun(int start, int end, ReadOnlySpan<int> parents)
{
    public int Start { get; } = start;

    public int End { get; } = end;

    public ReadOnlySpan<int> Parents { get; } = parents;
}
