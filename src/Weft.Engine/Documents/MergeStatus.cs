namespace Weft.Engine;

/// <summary>What became of bytes that were handed to a document, for those who need no more: see <see cref="MergeResult"/>.</summary>
public enum MergeStatus
{
    /// <summary>The change was new and is in the document now, and so are those that had waited for it.</summary>
    Applied,

    /// <summary>The document had the change, or it waits already.</summary>
    AlreadyKnown,

    /// <summary>A change in its past has not arrived; the document keeps it until then.</summary>
    Waiting,

    /// <summary>
    /// The change was made to a version older than what the document holds: <see cref="Document.LoadHistory(ReadOnlySpan{byte}, out string?)"/>, then
    /// merge it again. Nothing was changed.
    /// </summary>
    NeedsHistory,

    /// <summary>The change can stand in no document, or the bytes are none. Nothing was changed.</summary>
    Refused,
}
