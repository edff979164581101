using System.Text.Json.Serialization;

namespace Weft.Server.Admin;

/// <summary>Somebody's account.</summary>
/// <param name="Account">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Email">Its e-mail address; left out when it has none.</param>
/// <param name="Admin">Whether it looks after the server.</param>
/// <param name="Created">When it was made, in milliseconds since 1970.</param>
internal sealed record AccountDto(
    string Account,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Email,
    bool Admin,
    long Created);
