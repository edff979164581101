namespace Weft.Server.Access;

/// <summary>Something happened because of which a caller may do less or more than before.</summary>
internal abstract record AccessChange
{
    private AccessChange()
    {
    }

    /// <summary>A session is no more: signed out, revoked, or its password was changed.</summary>
    internal sealed record SessionEnded(string Session) : AccessChange;

    /// <summary>A session is worth something else than before: it redeemed another share link.</summary>
    internal sealed record SessionChanged(string Session, string Link) : AccessChange;

    /// <summary>The memberships of a document, or its links, are others than before.</summary>
    internal sealed record DocumentChanged(string Document, string? By) : AccessChange;
}
