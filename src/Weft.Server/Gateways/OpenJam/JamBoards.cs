using Weft.Kinds;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Hosting;
using Weft.Storage;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>
/// OpenJam's rooms: documents of the kind board. What OpenJam calls owner is an admin. Its permission by link, which is for whoever is signed in
/// and knows the address, is a share link that the gateway redeems for them: it is listed and revoked like any other.
/// </summary>
internal sealed class JamBoards(NamedSessions documents, DocumentAccess access, AccessData data, Sessions sessions, TimeProvider time)
{
    /// <summary>What the ids of such share links begin with.</summary>
    public const string LinkPrefix = "openjam-";

    /// <summary>The kind of the documents.</summary>
    public static string Kind { get; } = DocumentKinds.All.OfType<BoardKind>().Single().Name;

    /// <summary>A board, and what somebody may do there.</summary>
    /// <returns>The board, or null when there is none of this name; the role, none for no access; and the person, with what they have gained by the link.</returns>
    public async Task<(DocumentRecord? Board, DocumentRole Role, JamUser User)> FindAsync(string room, JamUser user, CancellationToken cancellationToken)
    {
        if (await documents.FindAsync(room, cancellationToken).ConfigureAwait(false) is not { } board || !string.Equals(board.Kind, Kind, StringComparison.Ordinal))
        {
            return (null, DocumentRole.None, user);
        }

        user = user with { Caller = await RedeemAsync(user.Caller, board.Id, cancellationToken).ConfigureAwait(false) };
        return (board, (await access.GrantForAsync(user.Caller, board.Id, cancellationToken).ConfigureAwait(false)).Role, user);
    }

    /// <summary>Whether no board of this name can be made: something else has it, or there are as many documents as there may be.</summary>
    public async Task<bool> IsTakenAsync(string room, CancellationToken cancellationToken) =>
        await documents.FindAsync(room, cancellationToken).ConfigureAwait(false) is not null || await documents.IsFullAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Makes a board.</summary>
    /// <returns>The board; null when somebody else has made something else of this name meanwhile.</returns>
    public async Task<DocumentRecord?> MakeAsync(string room, string title, JamUser user)
    {
        var (made, _) = await documents.MakeAsync(room, title, Kind, user.Caller).ConfigureAwait(false);
        return string.Equals(made.Kind, Kind, StringComparison.Ordinal) ? made : null;
    }

    /// <summary>The share link that lets in whoever is signed in; null when there is none.</summary>
    public async Task<LinkRecord?> LinkOfAsync(string document, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var links = await data.Store.ListLinksAsync(document, cancellationToken).ConfigureAwait(false);
        return links.LastOrDefault(link => link.Id.StartsWith(LinkPrefix, StringComparison.Ordinal) && DocumentRights.IsValid(link, now));
    }

    /// <summary>What OpenJam calls a role; null for none.</summary>
    public static string? PermissionOf(DocumentRole role) => role switch
    {
        DocumentRole.Admin => "owner",
        DocumentRole.Editor => "edit",
        DocumentRole.Commenter => "comment",
        DocumentRole.Viewer => "view",
        _ => null,
    };

    /// <summary>The role of one of OpenJam's permissions; none for anything else.</summary>
    public static DocumentRole RoleOf(string? permission) => permission switch
    {
        "edit" => DocumentRole.Editor,
        "comment" => DocumentRole.Commenter,
        "view" => DocumentRole.Viewer,
        _ => DocumentRole.None,
    };

    // Only a session can hold a link, and whoever has a role everywhere needs none.
    private async Task<Caller> RedeemAsync(Caller caller, string document, CancellationToken cancellationToken)
    {
        if (caller is not { Session: { } session, Role: null } || await LinkOfAsync(document, cancellationToken).ConfigureAwait(false) is not { } link)
        {
            return caller;
        }

        if (caller.Links.Contains(link.Id, StringComparer.Ordinal) || !await sessions.AddLinkAsync(session, link.Id, CancellationToken.None).ConfigureAwait(false))
        {
            return caller;
        }

        return caller with { Links = [.. caller.Links, link.Id] };
    }
}
