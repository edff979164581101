namespace Weft.Testing.Network;

/// <summary>Bugs that a server may be given, to see that they are found.</summary>
public enum ServerFault
{
    /// <summary>None: the real thing.</summary>
    None,

    /// <summary>Answers before a change is on disk.</summary>
    AcknowledgesEarly,

    /// <summary>Applies a change again when it arrives again.</summary>
    ForgetsIds,

    /// <summary>Does not tell authors what their changes became.</summary>
    OmitsApplied,

    /// <summary>Judges by the role of the join.</summary>
    KeepsRoles,

    /// <summary>Takes every editor for an admin, for whom nothing is locked.</summary>
    IgnoresLocks,
}
