namespace Weft.Server.Rest;

/// <summary>A membership to make or to change.</summary>
/// <param name="Who">An account's name or e-mail address.</param>
/// <param name="Role"><c>viewer</c>, <c>commenter</c>, <c>editor</c> or <c>admin</c>.</param>
/// <param name="Run">Whether it may run code; null leaves that as it is, at first no.</param>
internal sealed record MemberRequest(string? Who, string? Role, bool? Run);
