using Weft.Engine;

namespace Weft.Sync;

/// <summary>
/// A document as its log tells it, read a part at a time: a room is opened from it when its snapshot cannot be used, and takes the
/// history from it that it does not hold. Not safe for use by several threads at once.
/// </summary>
public sealed class StoredHistory
{
    private readonly RoomState _state = RoomState.Empty();
    private LastAuthors _lastAuthors;

    /// <summary>The revision of the newest entry that was added; 0 before the first.</summary>
    public long Revision => _state.Document.ChangeCount;

    internal RoomState State => _state with { LastAuthors = _lastAuthors };

    /// <summary>Takes the next entry of the log. Costs as much as merging its change.</summary>
    /// <param name="entry">The entry; its bytes are not kept.</param>
    /// <exception cref="CorruptLogException">It is damaged, or does not follow from those before it.</exception>
    public void Add(StoredChange entry)
    {
        (long id, ReadOnlyMemory<byte> change) = LogCodec.Open(entry);
        if (entry.Revision != Revision + 1 || !(Merges(change.Span) || Merges(LogCodec.Decode(entry).Applied.Change)))
        {
            throw new CorruptLogException($"The change of revision {entry.Revision} does not follow from those before it.");
        }

        RoomClient client = _state.Keep(_state.ClientOf(_state.Document.AgentAt((int)entry.Revision - 1)));
        client.Saved.Add(id, entry.Revision);
        _lastAuthors = _lastAuthors.With(client.Name, entry.Revision);
    }

    // Without making records of it, as far as the engine wrote it in its newest format.
    private bool Merges(ReadOnlySpan<byte> change) => _state.Document.Merge(change) == MergeStatus.Applied;

    private bool Merges(Change change) => _state.Document.Merge(change) is MergeResult.Applied;
}
