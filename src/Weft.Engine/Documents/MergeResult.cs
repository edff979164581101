using System.Collections.Immutable;

namespace Weft.Engine;

/// <summary>What became of a change that was handed to <see cref="Document.Merge(Change)"/>.</summary>
public abstract record MergeResult
{
    private protected MergeResult()
    {
    }

    /// <summary>
    /// The change was new and is in the document now, and so are those that had waited for it, in this order.
    /// </summary>
    public sealed record Applied(ImmutableArray<AppliedChange> Changes) : MergeResult;

    /// <summary>The document had the change, or it waits already.</summary>
    public sealed record AlreadyKnown : MergeResult;

    /// <summary>A change in its past has not arrived; the document keeps it until then.</summary>
    public sealed record Waiting : MergeResult;

    /// <summary>
    /// The change was made to a version older than what the document holds: <see cref="Document.LoadHistory(ReadOnlySpan{byte}, out string?)"/>, then
    /// merge it again. Nothing was changed.
    /// </summary>
    public sealed record NeedsHistory : MergeResult;

    /// <summary>The change can stand in no document. Nothing was changed.</summary>
    /// <param name="Reason">Why, for programs.</param>
    /// <param name="Operation">The index of the operation at fault, 0 when it is the change as a whole.</param>
    /// <param name="Message">Why, in one sentence for a person.</param>
    public sealed record Refused(RefusalReason Reason, int Operation, string Message) : MergeResult;
}
