namespace Weft.Sync;

/// <summary>What a room's document is called.</summary>
/// <param name="Document">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Generation">Changes when the document is replaced as a whole (JOIN-6).</param>
public sealed record RoomIdentity(string Document, string Title, string Kind, string Generation);
