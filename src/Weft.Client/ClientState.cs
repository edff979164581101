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

    /// <summary>Given up until <see cref="WeftClient.Reconnect"/>: too many attempts, or the server said not to come back.</summary>
    Failed,
}
