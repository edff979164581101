namespace Weft.Sync;

/// <summary>Why a document's kind does not allow an operation.</summary>
/// <param name="Code">For example <see cref="Protocol.ErrorCodes.UnknownPath"/> or <see cref="Protocol.ErrorCodes.BadProperty"/>.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record SchemaViolation(string Code, string Message);
