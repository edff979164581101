using Weft.Protocol;

namespace Weft.Sync;

/// <summary>What a room bears. The defaults suit a team on one small machine.</summary>
public sealed record RoomOptions
{
    /// <summary>Recent changes kept for clients that come back (JOIN-5) and for cursors: some minutes of a busy room.</summary>
    public int TailChanges { get; init; } = 4_096;

    /// <summary>Bytes of stored changes that the recent ones may come from: bounds their memory when changes are large.</summary>
    public long TailBytes { get; init; } = 4 << 20;

    /// <summary>
    /// How many of the newest changes keep their history when older history is let go: as many as the recent ones, because who is given
    /// those goes on from there. Up to twice as many are held, some hundred kilobytes of typing; what is older is read from the log when
    /// somebody made a change to a version so old.
    /// </summary>
    public int HistoryChanges { get; init; } = 4_096;

    /// <summary>
    /// Milliseconds without a change after which history that was read for one old change is let go: people who come back in a group,
    /// from a train or with the network, do so within it.
    /// </summary>
    public long HistoryQuiet { get; init; } = 30_000;

    /// <summary>UTF-16 code units of all texts together: thirty long novels.</summary>
    public long MaxTextUnits { get; init; } = 16 << 20;

    /// <summary>Items that are present at once, in all collections: an editor would not draw more.</summary>
    public int MaxItems { get; init; } = 100_000;

    /// <summary>UTF-16 code units of one property's JSON: a dragged-in picture as data URL would not fit, a long freehand stroke does.</summary>
    public int MaxPropertyLength { get; init; } = 256 << 10;

    /// <summary>Operations of one change: at most <see cref="Limits.MaxOperations"/>.</summary>
    public int MaxOperations { get; init; } = Limits.MaxOperations;

    /// <summary>Changes of the document: years of a team's typing.</summary>
    public long MaxChanges { get; init; } = 10_000_000;

    /// <summary>Changes of one client that may be unanswered (CHANGE-4).</summary>
    public int MaxUnansweredChanges { get; init; } = Limits.MaxUnansweredChanges;
}
