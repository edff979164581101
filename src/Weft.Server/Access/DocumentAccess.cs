using Weft.Protocol;
using Weft.Storage;

namespace Weft.Server.Access;

/// <summary>What callers may do in documents, asked afresh each time. Thread-safe.</summary>
internal sealed class DocumentAccess(AccessData data, TimeProvider time)
{
    /// <summary>What a caller may do in a document now.</summary>
    public async ValueTask<Grant> GrantForAsync(Caller caller, string document, CancellationToken cancellationToken)
    {
        var rights = await RightsOfAsync(document, [caller], cancellationToken).ConfigureAwait(false);
        return rights.Of(caller, time.GetUtcNow()).Grant;
    }

    /// <summary>The rights in a document as far as they decide over some callers.</summary>
    public async ValueTask<DocumentRights> RightsOfAsync(string document, IEnumerable<Caller> callers, CancellationToken cancellationToken)
    {
        var open = callers.Where(caller => DocumentRights.OwnOf(caller, document) is not { Role: DocumentRole.Admin, CanRun: true }).ToList();
        IReadOnlyList<MemberRecord> members = open switch
        {
            [{ Account: { } account }] => await data.Store.FindMemberAsync(document, account, cancellationToken).ConfigureAwait(false) is { } member ? [member] : [],
            _ when open.Exists(caller => caller.Account is not null) => await data.Store.ListMembersAsync(document, cancellationToken).ConfigureAwait(false),
            _ => [],
        };
        IReadOnlyList<LinkRecord> links = open.Exists(caller => caller.Links.Count > 0)
            ? await data.Store.ListLinksAsync(document, cancellationToken).ConfigureAwait(false)
            : [];
        return new DocumentRights(document, members, links);
    }

    /// <summary>What a caller may do now in each of all documents.</summary>
    /// <returns>Tells it for a document's id.</returns>
    public async ValueTask<Func<string, Grant>> GrantsForAsync(Caller caller, CancellationToken cancellationToken)
    {
        var members = caller.Account is { } account ? await data.Store.ListMembershipsAsync(account, cancellationToken).ConfigureAwait(false) : [];
        var links = new List<LinkRecord>();
        foreach (var id in caller.Links)
        {
            if (await data.Store.FindLinkAsync(id, cancellationToken).ConfigureAwait(false) is { } link)
            {
                links.Add(link);
            }
        }

        var now = time.GetUtcNow();
        var membersOf = members.ToLookup(m => m.Document, StringComparer.Ordinal);
        var linksOf = links.ToLookup(l => l.Document, StringComparer.Ordinal);
        return document => new DocumentRights(document, [.. membersOf[document]], [.. linksOf[document]]).Of(caller, now).Grant;
    }

    /// <summary>Whether what a caller came by is there still. Asked once it would be told otherwise, so that no end is missed.</summary>
    public async ValueTask<bool> IsSessionThereAsync(Caller caller, CancellationToken cancellationToken) =>
        caller.Session is not { } session || await data.Store.HasSessionAsync(session, cancellationToken).ConfigureAwait(false);

    /// <summary>Makes whoever has an account the admin of a document that it is about to make.</summary>
    public async Task FoundAsync(Caller caller, string document)
    {
        if (caller.Account is { } account)
        {
            var founder = new MemberRecord(document, account, RoleNames.Admin, caller.CanRun);
            await data.Store.SetMemberAsync(founder, RoleNames.Admin, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets a document that is gone.</summary>
    public Task ForgetAsync(string document) => data.Store.ForgetDocumentAsync(document, CancellationToken.None);

    /// <summary>Who used which client ids in a document.</summary>
    public Task<IReadOnlyList<AuthorRecord>> AuthorsOfAsync(string document) => data.Store.ListAuthorsAsync(document, CancellationToken.None);

    /// <summary>Notes whose a client id is. A person takes the place of those who share the server; they never take the place of anybody.</summary>
    public Task NoteAuthorAsync(string document, string client, string caller, string name) => data.Store.NoteAuthorAsync(
        new AuthorRecord(document, client, caller, name, time.GetUtcNow()), replaces: Caller.IsPerson(caller), CancellationToken.None);
}
