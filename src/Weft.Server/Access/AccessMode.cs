namespace Weft.Server.Access;

/// <summary>Who may use a server.</summary>
public enum AccessMode
{
    /// <summary>Anyone who reaches it may do everything.</summary>
    Open,

    /// <summary>Whoever has the server's token may do everything, nobody else anything.</summary>
    Token,

    /// <summary>People sign in; what they may do is said per document.</summary>
    Accounts,
}
