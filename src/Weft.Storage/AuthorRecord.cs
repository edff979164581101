namespace Weft.Storage;

/// <summary>Who used a client id in a document first.</summary>
/// <param name="Document">The document.</param>
/// <param name="Client">The client id.</param>
/// <param name="Caller">Who; opaque to the store.</param>
/// <param name="Name">What they were called.</param>
/// <param name="FirstSeen">When.</param>
public sealed record AuthorRecord(string Document, string Client, string Caller, string Name, DateTimeOffset FirstSeen);
