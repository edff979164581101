namespace Weft.Server.Rest;

/// <summary>A share link that was made.</summary>
/// <param name="Link">The link.</param>
/// <param name="Secret">Its secret, shown this once.</param>
/// <param name="Url">What to send to others.</param>
internal sealed record NewLinkDto(LinkDto Link, string Secret, string Url);
