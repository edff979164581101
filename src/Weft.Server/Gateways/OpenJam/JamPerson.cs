namespace Weft.Server.Gateways.OpenJam;

/// <summary>Somebody on a board, as others there see them.</summary>
/// <param name="Id">A user's id; a client's where the server knows no more.</param>
/// <param name="Name">The name.</param>
/// <param name="Color"><c>#rrggbb</c>.</param>
internal sealed record JamPerson(string Id, string Name, string Color);
