using Weft.Protocol;

namespace Weft.Client;

/// <summary>How a <see cref="WeftClient"/> behaves. The defaults are the protocol's.</summary>
public sealed record WeftClientOptions
{
    /// <summary>A token to show the server; null for none. <see cref="TokenSource"/> goes before it.</summary>
    public string? Token { get; init; }

    /// <summary>
    /// Gives a token whenever one is to be shown: at each connection, and when the sign-in is about to end. It may throw, which counts as a
    /// connection that failed.
    /// </summary>
    public Func<CancellationToken, ValueTask<string?>>? TokenSource { get; init; }

    /// <summary>Measures and waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// The wait before the first attempt to reconnect; each further one is 1.5 times longer (BEAT-3), until a connection has lasted for 30 of
    /// these.
    /// </summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the client says that it is alive (BEAT-1).</summary>
    public TimeSpan HeartbeatInterval { get; init; } = Limits.HeartbeatInterval;

    /// <summary>Silence after which the connection counts as dead (BEAT-2).</summary>
    public TimeSpan Patience { get; init; } = Limits.ClientPatience;
}
