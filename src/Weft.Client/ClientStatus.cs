namespace Weft.Client;

/// <summary>How a client stands with its server.</summary>
/// <param name="State">The state.</param>
/// <param name="Attempt">How many attempts to reconnect were made since it last worked.</param>
/// <param name="Reason">Why it is not connected, in one sentence; null when it is, or was never yet.</param>
public sealed record ClientStatus(ClientState State, int Attempt = 0, string? Reason = null);
