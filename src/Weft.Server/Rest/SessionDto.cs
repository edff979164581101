using System.Text.Json.Serialization;

namespace Weft.Server.Rest;

/// <summary>Who is signed in.</summary>
/// <param name="Kind"><c>anyone</c>, <c>token</c>, <c>account</c>, <c>guest</c> or <c>external</c>.</param>
/// <param name="Name">What others are told; null when each connection says it.</param>
/// <param name="Email">The account's address.</param>
/// <param name="Account">The account's id.</param>
/// <param name="Admin">Whether this looks after the server.</param>
/// <param name="Expires">When it ends, in milliseconds since 1970; null for never.</param>
/// <param name="CanCreate">Whether it may make documents.</param>
/// <param name="Token">The session's secret, for a program that asked for it.</param>
internal sealed record SessionDto(
    string Kind,
    string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Email,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Account,
    bool Admin,
    long? Expires,
    bool CanCreate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Token = null);
