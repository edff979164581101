namespace Weft.Client;

/// <summary>A connection's state changed.</summary>
/// <param name="status">The new state.</param>
public sealed class StatusEventArgs(ClientStatus status) : EventArgs
{
    /// <summary>The new state.</summary>
    public ClientStatus Status { get; } = status;
}
