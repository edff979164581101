namespace Weft.Server.Rest;

/// <summary>Somebody who signs in: with the server's token, or with a name and a password.</summary>
/// <param name="Token">The server's token.</param>
/// <param name="Name">An account's name or e-mail address.</param>
/// <param name="Password">Its password.</param>
/// <param name="Cookie">False gives the session's token back in the body instead of setting a cookie.</param>
internal sealed record SignInRequest(string? Token, string? Name, string? Password, bool Cookie = true);
