namespace Weft.Server.Rest;

/// <summary>A share link to redeem.</summary>
/// <param name="Secret">Its secret.</param>
/// <param name="Name">What somebody without an account wants to be called; as the name of an account.</param>
/// <param name="Cookie">Whether a new session comes as a cookie; if not, its token is in the answer.</param>
internal sealed record RedeemRequest(string? Secret, string? Name, bool Cookie = true);
