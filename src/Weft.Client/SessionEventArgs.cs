using Weft.Sync;

namespace Weft.Client;

/// <summary>Something happened to a document.</summary>
/// <param name="output">What.</param>
public sealed class SessionEventArgs(SessionOutput output) : EventArgs
{
    /// <summary>What happened.</summary>
    public SessionOutput Output { get; } = output;
}
