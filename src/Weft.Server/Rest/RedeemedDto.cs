namespace Weft.Server.Rest;

/// <summary>A share link that was redeemed.</summary>
/// <param name="Document">The document that it leads to.</param>
/// <param name="Role">What the caller may do there now.</param>
/// <param name="Session">Who the caller is now.</param>
internal sealed record RedeemedDto(string Document, string Role, SessionDto Session);
