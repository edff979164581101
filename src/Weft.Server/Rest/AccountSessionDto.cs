namespace Weft.Server.Rest;

/// <summary>A place where somebody is signed in.</summary>
/// <param name="Id">Names it, and is no secret.</param>
/// <param name="Created">When it was signed in, in milliseconds since 1970.</param>
/// <param name="LastSeen">When it was last used, to the minute.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="Address">The network address that it was last used from.</param>
/// <param name="Agent">The browser or program, as it calls itself.</param>
/// <param name="Current">Whether it is the one that asks.</param>
internal sealed record AccountSessionDto(string Id, long Created, long LastSeen, long Expires, string? Address, string? Agent, bool Current);
