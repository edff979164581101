namespace Weft.Engine;

/// <summary>What the events of a row do.</summary>
internal enum TextKind : byte
{
    /// <summary>Each event inserts one unit, the first at the position, each further one behind the one before.</summary>
    Insert,

    /// <summary>One event that inserts an embedded object.</summary>
    Embed,

    /// <summary>Each event deletes the unit at the position.</summary>
    Delete,

    /// <summary>Each event deletes a unit, each further one in front of the one before (a held backspace).</summary>
    DeleteBackward,

    /// <summary>One event that sets an attribute of a range.</summary>
    Format,
}
