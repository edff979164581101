using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>One operation of a <see cref="ChangeDraft"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct DraftOperation
{
    /// <summary>The text that it is about; null when it is about items.</summary>
    public string? Path;

    /// <summary>An operation on items, or null.</summary>
    public Operation? Item;

    /// <summary>What it does to the text; never <see cref="TextKind.DeleteBackward"/>.</summary>
    public TextKind Kind;

    /// <summary>Where, in the coordinates of the author after the operations before.</summary>
    public int Position;

    /// <summary>How many units it inserts, deletes or covers.</summary>
    public int Length;

    /// <summary>Of an insertion: where its units begin in <see cref="ChangeDraft.Units"/>.</summary>
    public int Content;

    /// <summary>What else it carries.</summary>
    public TextPayload Payload;

    /// <summary>Whether another operation says the same, units aside.</summary>
    public readonly bool IsSame(in DraftOperation other) =>
        string.Equals(Path, other.Path, StringComparison.Ordinal) && Equals(Item, other.Item) && Kind == other.Kind
        && Position == other.Position && Length == other.Length && Payload == other.Payload;

    /// <summary>How many events it is.</summary>
    public readonly int EventCount => Path is not null && Kind is TextKind.Insert or TextKind.Delete ? Length : 1;
}
