namespace Weft.Storage;

/// <summary>What an account may do in a document.</summary>
/// <param name="Document">The document.</param>
/// <param name="Account">The account.</param>
/// <param name="Role">Its role; opaque to the store.</param>
/// <param name="CanRun">Whether it may run code.</param>
public sealed record MemberRecord(string Document, string Account, string Role, bool CanRun);
