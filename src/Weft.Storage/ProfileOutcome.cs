namespace Weft.Storage;

/// <summary>What became of a name that was to change.</summary>
public enum ProfileOutcome
{
    /// <summary>It changed.</summary>
    Done,

    /// <summary>There is no such account.</summary>
    Unknown,

    /// <summary>Another account has the name.</summary>
    NameTaken,
}
