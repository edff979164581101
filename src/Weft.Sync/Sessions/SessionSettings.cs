namespace Weft.Sync;

/// <summary>Who joins what.</summary>
/// <param name="Document">The document's id.</param>
/// <param name="Client">Who makes the changes (JOIN-2).</param>
/// <param name="Name">What to call the user.</param>
/// <param name="Color"><c>#rrggbb</c>, or null for one of the server's choice.</param>
public sealed record SessionSettings(string Document, string Client, string? Name = null, string? Color = null);
