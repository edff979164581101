using System.Text.Json.Serialization;

namespace Weft.Server.Admin;

/// <summary>What an account is to be.</summary>
/// <param name="Admin">Whether it looks after the server.</param>
internal sealed record AccountRequest([property: JsonRequired] bool Admin);
