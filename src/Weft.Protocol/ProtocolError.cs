namespace Weft.Protocol;

/// <summary>Why a frame is no message (FRAME-5).</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="At">The field, for example <c>ops[0].changes[1].to</c>.</param>
/// <param name="Id">The message's id, when it could be read, so that the answer finds its request.</param>
public sealed record ProtocolError(string Code, string Message, string? At = null, long? Id = null)
{
    /// <summary>The answer to give.</summary>
    public ResponseMessage ToResponse() => new(ResponseStatus.Error, Id, Error: new WireError(Code, Message, At));
}
