namespace Weft.Client.Replay;

/// <summary>A trace that cannot be found, read or replayed.</summary>
/// <param name="message">One sentence for a person.</param>
/// <param name="inner">The cause, if another exception was it.</param>
public sealed class TraceException(string message, Exception? inner = null) : WeftClientException(message, inner);
