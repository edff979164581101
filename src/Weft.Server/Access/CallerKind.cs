namespace Weft.Server.Access;

/// <summary>How the server knows a <see cref="Caller"/>.</summary>
internal enum CallerKind
{
    /// <summary>Not at all: the server is open.</summary>
    Anyone,

    /// <summary>By the server's token, which all users share.</summary>
    Token,

    /// <summary>By an account of this server.</summary>
    Account,

    /// <summary>By a share link that was redeemed.</summary>
    Guest,

    /// <summary>By somebody else's word: a signed token, or the authentication of the host application.</summary>
    External,
}
