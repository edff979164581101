namespace Weft.Storage;

/// <summary>A share link: whoever has its secret may do something in a document.</summary>
/// <param name="Id">Unique in the store; may be shown.</param>
/// <param name="SecretHash">The hash of the secret; unique. The secret itself is nowhere.</param>
/// <param name="Document">The document.</param>
/// <param name="Role">The role that it gives; opaque to the store.</param>
/// <param name="CanRun">Whether it lets code be run.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends; null for never.</param>
/// <param name="Label">What its maker calls it; null for nothing.</param>
public sealed record LinkRecord(
    string Id, string SecretHash, string Document, string Role, bool CanRun, DateTimeOffset Created, DateTimeOffset? Expires, string? Label);
