using System.Diagnostics.CodeAnalysis;

namespace Weft.Protocol;

/// <summary>A message, or why there is none.</summary>
/// <typeparam name="TMessage">The union that was read.</typeparam>
public readonly struct ParseResult<TMessage>
    where TMessage : class
{
    internal ParseResult(TMessage message) => Message = message;

    internal ParseResult(ProtocolError error) => Error = error;

    /// <summary>Whether there is a message.</summary>
    [MemberNotNullWhen(true, nameof(Message))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Message is not null;

    /// <summary>The message, when <see cref="Succeeded"/>.</summary>
    public TMessage? Message { get; }

    /// <summary>What was wrong, otherwise.</summary>
    public ProtocolError? Error { get; }
}
