namespace Weft.Protocol;

/// <summary>Why a request was not served (REPLY-3).</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>; stable.</param>
/// <param name="Message">One sentence for a person: what was wrong and what to do.</param>
/// <param name="At">The field that was wrong, for example <c>ops[0].changes[1].to</c>.</param>
public sealed record WireError(string Code, string Message, string? At = null);
