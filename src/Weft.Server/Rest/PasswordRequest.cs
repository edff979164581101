namespace Weft.Server.Rest;

/// <summary>A password to change.</summary>
/// <param name="Old">The one of now.</param>
/// <param name="New">At least 10 characters.</param>
internal sealed record PasswordRequest(string? Old, string? New);
