namespace Weft.Storage;

/// <summary>What became of an account that was to be made.</summary>
public enum AccountOutcome
{
    /// <summary>It is there.</summary>
    Created,

    /// <summary>Another one has the name.</summary>
    NameTaken,

    /// <summary>Another one has the e-mail address.</summary>
    EmailTaken,

    /// <summary>It was to be the first of all, and it is not.</summary>
    NotFirst,
}
