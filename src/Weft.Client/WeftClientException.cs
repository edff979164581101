namespace Weft.Client;

/// <summary>What the client says when a server cannot be reached, or answers otherwise than it should.</summary>
/// <param name="message">One sentence for a person, saying what to do.</param>
/// <param name="inner">The cause, if another exception was it.</param>
public class WeftClientException(string message, Exception? inner = null) : Exception(message, inner);
