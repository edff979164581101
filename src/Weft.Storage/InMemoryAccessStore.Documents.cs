namespace Weft.Storage;

public sealed partial class InMemoryAccessStore
{
    private readonly List<MemberRecord> _members = [];
    private readonly List<LinkRecord> _links = [];
    private readonly List<AuthorRecord> _authors = [];

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemberRecord>> ListMembersAsync(string document, CancellationToken cancellationToken) =>
        ListAsync(_members, m => IsEqual(m.Document, document));

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemberRecord>> ListMembershipsAsync(string account, CancellationToken cancellationToken) =>
        ListAsync(_members, m => IsEqual(m.Account, account));

    /// <inheritdoc/>
    public Task<MemberRecord?> FindMemberAsync(string document, string account, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_members.Find(m => IsEqual(m.Document, document) && IsEqual(m.Account, account)));
        }
    }

    /// <inheritdoc/>
    public Task<MemberOutcome> SetMemberAsync(MemberRecord member, string indispensable, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(member);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var at = _members.FindIndex(m => IsEqual(m.Document, member.Document) && IsEqual(m.Account, member.Account));
            if (at < 0)
            {
                _members.Add(member);
            }
            else if (!IsEqual(member.Role, indispensable) && IsLast_NeedsLock(_members[at], indispensable))
            {
                return Task.FromResult(MemberOutcome.LastOfRole);
            }
            else
            {
                _members[at] = member;
            }

            return Task.FromResult(MemberOutcome.Done);
        }
    }

    /// <inheritdoc/>
    public Task<MemberOutcome> RemoveMemberAsync(string document, string account, string indispensable, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var at = _members.FindIndex(m => IsEqual(m.Document, document) && IsEqual(m.Account, account));
            if (at < 0)
            {
                return Task.FromResult(MemberOutcome.Unknown);
            }

            if (IsLast_NeedsLock(_members[at], indispensable))
            {
                return Task.FromResult(MemberOutcome.LastOfRole);
            }

            _members.RemoveAt(at);
            return Task.FromResult(MemberOutcome.Done);
        }
    }

    /// <inheritdoc/>
    public Task CreateLinkAsync(LinkRecord link, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(link);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _links.Add(link);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LinkRecord>> ListLinksAsync(string document, CancellationToken cancellationToken) =>
        ListAsync(_links, l => IsEqual(l.Document, document));

    /// <inheritdoc/>
    public Task<LinkRecord?> FindLinkAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_links.Find(l => IsEqual(l.Id, id)));
        }
    }

    /// <inheritdoc/>
    public Task<LinkRecord?> FindLinkBySecretAsync(string secretHash, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_links.Find(l => IsEqual(l.SecretHash, secretHash)));
        }
    }

    /// <inheritdoc/>
    public Task<bool> DeleteLinkAsync(string document, string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult(_links.RemoveAll(l => IsEqual(l.Document, document) && IsEqual(l.Id, id)) > 0);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuthorRecord>> ListAuthorsAsync(string document, CancellationToken cancellationToken) =>
        ListAsync(_authors, a => IsEqual(a.Document, document));

    /// <inheritdoc/>
    public Task NoteAuthorAsync(AuthorRecord author, bool replaces, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(author);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var at = _authors.FindIndex(a => IsEqual(a.Document, author.Document) && IsEqual(a.Client, author.Client));
            if (at < 0)
            {
                _authors.Add(author);
            }
            else if (replaces)
            {
                _authors[at] = author;
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ForgetDocumentAsync(string document, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _members.RemoveAll(m => IsEqual(m.Document, document));
            _links.RemoveAll(l => IsEqual(l.Document, document));
            _authors.RemoveAll(a => IsEqual(a.Document, document));
        }

        return Task.CompletedTask;
    }

    private static bool IsEqual(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private bool IsLast_NeedsLock(MemberRecord member, string role) => IsEqual(member.Role, role)
        && !_members.Exists(m => IsEqual(m.Document, member.Document) && !IsEqual(m.Account, member.Account) && IsEqual(m.Role, role));

    private Task<IReadOnlyList<T>> ListAsync<T>(List<T> records, Func<T, bool> which)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<T>>([.. records.Where(which)]);
        }
    }
}
