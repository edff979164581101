namespace Weft.Server.Admin;

/// <summary>A document that is open now.</summary>
/// <param name="Document">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Revision">The number of its newest change.</param>
/// <param name="Users">How many connections are in it.</param>
/// <param name="Changes">Changes that it took since it was opened; ask twice for the rate.</param>
/// <param name="Opened">When it was opened, in milliseconds since 1970.</param>
internal sealed record RoomDto(string Document, string Title, string Kind, long Revision, int Users, long Changes, long Opened);
