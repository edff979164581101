namespace Weft.Storage;

/// <summary>
/// Who may do what in which document: members, share links, and whose the client ids are. Every method may be called from any thread at
/// any time. A method that returns normally has its effect on disk, where the store has one. Whether documents and accounts exist is the caller's to know.
/// </summary>
public interface IDocumentRightsStore
{
    /// <summary>The members of a document, in the order in which they became members.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The members.</returns>
    Task<IReadOnlyList<MemberRecord>> ListMembersAsync(string document, CancellationToken cancellationToken);

    /// <summary>The memberships of an account, in no order.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The memberships.</returns>
    Task<IReadOnlyList<MemberRecord>> ListMembershipsAsync(string account, CancellationToken cancellationToken);

    /// <summary>An account's membership of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="account">The account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The membership, or null when it is no member.</returns>
    Task<MemberRecord?> FindMemberAsync(string document, string account, CancellationToken cancellationToken);

    /// <summary>Makes an account a member, or another one than it was.</summary>
    /// <param name="member">The membership.</param>
    /// <param name="indispensable">A role that whoever is the last to have it keeps.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns><see cref="MemberOutcome.Done"/> or <see cref="MemberOutcome.LastOfRole"/>.</returns>
    Task<MemberOutcome> SetMemberAsync(MemberRecord member, string indispensable, CancellationToken cancellationToken);

    /// <summary>Ends a membership.</summary>
    /// <param name="document">The document.</param>
    /// <param name="account">The account.</param>
    /// <param name="indispensable">A role that whoever is the last to have it keeps.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>What became of it.</returns>
    Task<MemberOutcome> RemoveMemberAsync(string document, string account, string indispensable, CancellationToken cancellationToken);

    /// <summary>Stores a new share link.</summary>
    /// <param name="link">The link; its id and secret's hash must be new.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Completes when it is stored.</returns>
    Task CreateLinkAsync(LinkRecord link, CancellationToken cancellationToken);

    /// <summary>The share links of a document, the oldest first, expired or not.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The links.</returns>
    Task<IReadOnlyList<LinkRecord>> ListLinksAsync(string document, CancellationToken cancellationToken);

    /// <summary>A share link by its id, expired or not.</summary>
    /// <param name="id">The link.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The link, or null when there is none.</returns>
    Task<LinkRecord?> FindLinkAsync(string id, CancellationToken cancellationToken);

    /// <summary>A share link by the hash of its secret, expired or not.</summary>
    /// <param name="secretHash">The hash.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The link, or null when there is none.</returns>
    Task<LinkRecord?> FindLinkBySecretAsync(string secretHash, CancellationToken cancellationToken);

    /// <summary>Revokes a share link.</summary>
    /// <param name="document">The document.</param>
    /// <param name="id">The link.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Whether the document had it.</returns>
    Task<bool> DeleteLinkAsync(string document, string id, CancellationToken cancellationToken);

    /// <summary>Who used which client ids in a document, in the order in which they came.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The authors.</returns>
    Task<IReadOnlyList<AuthorRecord>> ListAuthorsAsync(string document, CancellationToken cancellationToken);

    /// <summary>Notes who uses a client id.</summary>
    /// <param name="author">Who.</param>
    /// <param name="replaces">Whether it takes the place of who was noted before; if not, that stays.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Completes when it is stored.</returns>
    Task NoteAuthorAsync(AuthorRecord author, bool replaces, CancellationToken cancellationToken);

    /// <summary>Forgets the members, links and authors of a document that is gone.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Completes when they are gone.</returns>
    Task ForgetDocumentAsync(string document, CancellationToken cancellationToken);
}
