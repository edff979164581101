namespace Weft.Engine;

/// <summary>What a file of a whole document says besides its history.</summary>
internal sealed class DocumentImage
{
    /// <summary>How many events there are.</summary>
    public int EventCount { get; set; }

    /// <summary>How many changes there are.</summary>
    public int ChangeCount { get; set; }

    /// <summary>The version, its heads in any order.</summary>
    public EventId[] Heads { get; set; } = [];

    /// <summary>Everybody who made a change, and the number of their next event: together as many as there are events.</summary>
    public (string Name, long NextSequence)[] Agents { get; set; } = [];

    /// <summary>The greatest clock of all changes.</summary>
    public HybridTimestamp Clock { get; set; }

    /// <summary>The texts.</summary>
    public List<TextImage> Texts { get; } = [];

    /// <summary>The items, deleted ones too.</summary>
    public List<ItemImage> Items { get; } = [];

    /// <summary>Whether the file that it was read from has the history.</summary>
    public bool HasHistory => !HistoryColumns.Bytes.IsEmpty;

    /// <summary>The columns of the history, within the bytes of the file; not yet looked at.</summary>
    internal FileSection HistoryColumns { get; set; }

    /// <summary>The units of the history, not yet looked at.</summary>
    internal FileSection HistoryUnits { get; set; }

    /// <summary>The plain text, whose compressed stream goes on in the units of the history.</summary>
    internal FileSection Prose { get; set; }
}
