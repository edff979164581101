namespace Weft.Client;

/// <summary>The states of a connection.</summary>
public enum ClientState
{
    /// <summary>A connection is being made, for the first time or anew.</summary>
    Connecting,

    /// <summary>Joined and up to date.</summary>
    Connected,

    /// <summary>Waiting for the next attempt.</summary>
    Disconnected,

    /// <summary>The server does not know the user, or no longer (4007, 4009): sign in, then <see cref="WeftClient.Reconnect"/>.</summary>
    SignedOut,

    /// <summary>The user may not be in the document, or no longer (4008): asking an admin of it helps, trying again does not.</summary>
    Denied,

    /// <summary>Given up until <see cref="WeftClient.Reconnect"/>: too many attempts, or the server said not to come back.</summary>
    Failed,
}
