namespace Weft.Protocol;

/// <summary>Somebody in the room.</summary>
/// <param name="Client">The client id.</param>
/// <param name="Name">What to call them; 1 to 100 characters.</param>
/// <param name="Color"><c>#rrggbb</c>.</param>
public sealed record User(string Client, string Name, string Color);
