namespace Weft.Server.Rest;

/// <summary>A share link to make.</summary>
/// <param name="Role"><c>viewer</c>, <c>commenter</c> or <c>editor</c>.</param>
/// <param name="Run">Whether it lets code be run.</param>
/// <param name="Expires">When it ends, in milliseconds since 1970; null for never.</param>
/// <param name="Label">What to call it; at most 100 characters.</param>
internal sealed record LinkRequest(string? Role, bool Run = false, long? Expires = null, string? Label = null);
