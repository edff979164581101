using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>What an event does to the merged text as it is just before.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct TextEffect
{
    /// <summary>What it does; never <see cref="TextKind.DeleteBackward"/>.</summary>
    public TextKind Kind;

    /// <summary>Where.</summary>
    public int Position;

    /// <summary>How many units it inserts, deletes or covers.</summary>
    public int Length;

    /// <summary>Of an insertion: where its units begin in the log.</summary>
    public int Content;

    /// <summary>What else it carries; attributes without nulls.</summary>
    public TextPayload Payload;
}
