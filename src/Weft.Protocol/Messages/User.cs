namespace Weft.Protocol;

/// <summary>Somebody in the room.</summary>
/// <param name="Client">The client id.</param>
/// <param name="Name">What to call them; 1 to 100 characters.</param>
/// <param name="Color"><c>#rrggbb</c>.</param>
/// <param name="Guest">True for somebody without an account where others have one: the name is what they call themselves (ACCESS-10).</param>
public sealed record User(string Client, string Name, string Color, bool? Guest = null);
