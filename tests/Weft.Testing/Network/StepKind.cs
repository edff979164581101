namespace Weft.Testing.Network;

/// <summary>What can happen in a simulation.</summary>
public enum StepKind
{
    /// <summary>A user types, deletes or formats.</summary>
    EditText,

    /// <summary>A user draws.</summary>
    EditItem,

    /// <summary>A user types what the server refuses.</summary>
    EditBadly,

    /// <summary>A user points.</summary>
    Point,

    /// <summary>A connection dies.</summary>
    Lose,

    /// <summary>A network stalls.</summary>
    Stall,

    /// <summary>A client disconnects.</summary>
    GoOffline,

    /// <summary>A client connects again.</summary>
    GoOnline,

    /// <summary>A client's program ends and starts again with what it kept.</summary>
    Restart,

    /// <summary>The server's process dies.</summary>
    Crash,

    /// <summary>The server takes a snapshot.</summary>
    Snapshot,

    /// <summary>Somebody may do less or more than before.</summary>
    ChangeRole,
}
