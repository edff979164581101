namespace Weft.Server.Admin;

/// <summary>A connection that is open now.</summary>
/// <param name="Connection">Its number, unique while the server runs.</param>
/// <param name="Address">The address that it comes from; null when it has none.</param>
/// <param name="Document">The document that it is in; null for none.</param>
/// <param name="Title">That document's title.</param>
/// <param name="Client">The client id that it joined with; null for one that the server made.</param>
/// <param name="Name">What the server calls whoever it is, or else the name that it joined with; null for none.</param>
/// <param name="Person">The id of whoever it is, as the server knows it; null for nobody yet.</param>
/// <param name="Account">The account of whoever it is; null for none.</param>
/// <param name="Role">The role in its document: <c>viewer</c>, <c>commenter</c>, <c>editor</c> or <c>admin</c>; null when it is in none.</param>
/// <param name="Since">When it was opened, in milliseconds since 1970.</param>
/// <param name="Heard">When it was last heard from, in milliseconds since 1970.</param>
/// <param name="Received">Bytes of the frames that it sent; ask twice for the rate.</param>
/// <param name="Sent">Bytes of the frames that it was sent.</param>
/// <param name="Waiting">Bytes that wait because it reads slowly.</param>
internal sealed record SessionDto(
    long Connection,
    string? Address,
    string? Document,
    string? Title,
    string? Client,
    string? Name,
    string? Person,
    string? Account,
    string? Role,
    long Since,
    long Heard,
    long Received,
    long Sent,
    long Waiting);
