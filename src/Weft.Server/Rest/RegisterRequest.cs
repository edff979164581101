namespace Weft.Server.Rest;

/// <summary>An account to make.</summary>
/// <param name="Name">1 to 100 characters, no @.</param>
/// <param name="Email">An address, or none.</param>
/// <param name="Password">At least 10 characters.</param>
/// <param name="Setup">The secret that the server printed at its start, for the first account.</param>
/// <param name="Cookie">False gives the session's token back in the body instead of setting a cookie.</param>
internal sealed record RegisterRequest(string? Name, string? Email, string? Password, string? Setup, bool Cookie = true);
