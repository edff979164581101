namespace Weft.Storage;

/// <summary>Something that was signed in with, good until it expires or is deleted.</summary>
/// <param name="Id">Unique in the store; may be shown.</param>
/// <param name="TokenHash">The hash of the secret that its holder has; unique. The secret itself is nowhere.</param>
/// <param name="Kind">What sort of session it is; opaque to the store.</param>
/// <param name="Account">Whose it is; null when no account's.</param>
/// <param name="Name">What its holder is called, where no account says so.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="LastSeen">When it was last used, to the minute or so.</param>
/// <param name="Address">The network address that it was last used from.</param>
/// <param name="Agent">The program that it was last used by, as that calls itself.</param>
/// <param name="Links">The ids of the share links that were redeemed in it, the first one first.</param>
public sealed record SessionRecord(
    string Id,
    string TokenHash,
    string Kind,
    string? Account,
    string? Name,
    DateTimeOffset Created,
    DateTimeOffset Expires,
    DateTimeOffset LastSeen,
    string? Address,
    string? Agent,
    IReadOnlyList<string> Links);
