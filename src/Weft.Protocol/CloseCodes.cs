namespace Weft.Protocol;

/// <summary>The WebSocket close codes of the protocol; docs/protocol.md says after which a client comes back.</summary>
public static class CloseCodes
{
    /// <summary>The server stops. Come back.</summary>
    public const int ServerStopping = 1001;

    /// <summary>A frame over <see cref="Limits.MaxSkippedFrameBytes"/>. Do not come back.</summary>
    public const int FrameTooLarge = 1009;

    /// <summary>Too many bad messages. Do not come back.</summary>
    public const int TooManyBadMessages = 4000;

    /// <summary>No heartbeat. Come back.</summary>
    public const int NoHeartbeat = 4001;

    /// <summary>The same client connected elsewhere. Do not come back.</summary>
    public const int Replaced = 4002;

    /// <summary>Too slow a reader. Come back.</summary>
    public const int TooSlow = 4003;

    /// <summary>The document was deleted. Do not come back.</summary>
    public const int DocumentDeleted = 4004;

    /// <summary>Too many messages. Do not come back.</summary>
    public const int TooManyMessages = 4005;

    /// <summary>The document could not be saved; what was not answered <c>saved</c> is not. Come back.</summary>
    public const int NotSaved = 4006;

    /// <summary>Nobody signed in on this connection (ACCESS-2). Do not come back without a sign-in.</summary>
    public const int SignInFirst = 4007;

    /// <summary>The right to be here was withdrawn (ACCESS-7). Do not come back.</summary>
    public const int AccessWithdrawn = 4008;

    /// <summary>The sign-in expired (ACCESS-4). Come back with another one only.</summary>
    public const int SignInExpired = 4009;

    /// <summary>Too many connections, of this address or altogether (BEAT-6). Come back.</summary>
    public const int TooManyConnections = 4010;
}
