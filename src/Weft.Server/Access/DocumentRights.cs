using Weft.Protocol;
using Weft.Storage;

namespace Weft.Server.Access;

/// <summary>The members and share links of one document at one moment.</summary>
/// <param name="document">The document.</param>
/// <param name="members">Its members, at least those that will be asked for.</param>
/// <param name="links">Its links, at least those that will be asked for.</param>
internal sealed class DocumentRights(string document, IReadOnlyList<MemberRecord> members, IReadOnlyList<LinkRecord> links)
{
    /// <summary>What the caller has of itself: as a server admin, and by a role in all documents or in this one.</summary>
    public static Grant OwnOf(Caller caller, string document)
    {
        var own = caller.Role is { } role && (caller.Document is null || string.Equals(caller.Document, document, StringComparison.Ordinal))
            ? new Grant(role, caller.CanRun)
            : Grant.None;
        return caller.IsServerAdmin ? own.Or(new Grant(DocumentRole.Admin, caller.CanRun)) : own;
    }

    /// <summary>The best of what the caller has of itself, as a member, and by the links of its session that are valid.</summary>
    public Standing Of(Caller caller, DateTimeOffset now)
    {
        var grant = OwnOf(caller, document);
        foreach (var member in members.Where(m => caller.Account is not null && string.Equals(m.Account, caller.Account, StringComparison.Ordinal)))
        {
            grant = grant.Or(new Grant(RoleNames.Parse(member.Role), member.CanRun));
        }

        DateTimeOffset? until = null;
        foreach (var link in links.Where(l => caller.Links.Contains(l.Id, StringComparer.Ordinal) && IsValid(l, now)))
        {
            grant = grant.Or(new Grant(RoleNames.Parse(link.Role), link.CanRun));
            until = link.Expires is { } end && (until is null || end < until) ? end : until;
        }

        return new Standing(grant, until);
    }

    public static bool IsValid(LinkRecord link, DateTimeOffset now) => link.Expires is null || link.Expires > now;
}
