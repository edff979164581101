using Weft.Protocol;

namespace Weft.Sync;

/// <summary>Who is on a connection, and what it may do in a room from now on.</summary>
/// <param name="Caller">Names the person, or what all that use the server share; the same over connections and client ids.</param>
/// <param name="Role">The role; <see cref="DocumentRole.None"/> ends the stay.</param>
public sealed record RoomGrant(string Caller, DocumentRole Role)
{
    /// <summary>Whether it may run code, which is a right of its own.</summary>
    public bool CanRun { get; init; }

    /// <summary>The name of who changed its role last, where that is known: it is told with the new role (ACCESS-6).</summary>
    public string? ChangedBy { get; init; }

    /// <summary>What others call it; null when it says so itself, in its join.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it has no account where others have one (ACCESS-10).</summary>
    public bool IsGuest { get; init; }

    /// <summary>Whether <see cref="Caller"/> is one person: then its client ids are nobody else's (ACCESS-9).</summary>
    public bool IsPersonal { get; init; }
}
