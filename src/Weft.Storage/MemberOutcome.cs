namespace Weft.Storage;

/// <summary>What became of a membership that was to change.</summary>
public enum MemberOutcome
{
    /// <summary>It changed.</summary>
    Done,

    /// <summary>There is none.</summary>
    Unknown,

    /// <summary>It stays as it was: nobody else has the role that somebody must have.</summary>
    LastOfRole,
}
