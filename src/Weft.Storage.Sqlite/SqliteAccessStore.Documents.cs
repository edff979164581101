using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

public sealed partial class SqliteAccessStore
{
    private const string SelectMember = "SELECT document, account, role, can_run FROM members";
    private const string SelectLink = "SELECT id, secret_hash, document, role, can_run, created, expires, label FROM links";

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemberRecord>> ListMembersAsync(string document, CancellationToken cancellationToken) =>
        ListAsync(SelectMember + " WHERE document = $1 ORDER BY number", ReadMember, document, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemberRecord>> ListMembershipsAsync(string account, CancellationToken cancellationToken) =>
        ListAsync(SelectMember + " WHERE account = $1", ReadMember, account, cancellationToken);

    /// <inheritdoc/>
    public Task<MemberRecord?> FindMemberAsync(string document, string account, CancellationToken cancellationToken) =>
        ReadAsync(work => Find(work, document, account), cancellationToken);

    /// <inheritdoc/>
    public Task<MemberOutcome> SetMemberAsync(MemberRecord member, string indispensable, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(member);
        return WriteAsync(
            work =>
            {
                if (!string.Equals(member.Role, indispensable, StringComparison.Ordinal) && IsLast(work, Find(work, member.Document, member.Account), indispensable))
                {
                    return MemberOutcome.LastOfRole;
                }

                work.Execute(
                    """
                    INSERT INTO members (document, account, role, can_run) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (document, account) DO UPDATE SET role = excluded.role, can_run = excluded.can_run
                    """,
                    member.Document, member.Account, member.Role, member.CanRun);
                return MemberOutcome.Done;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<MemberOutcome> RemoveMemberAsync(string document, string account, string indispensable, CancellationToken cancellationToken) => WriteAsync(
        work =>
        {
            if (IsLast(work, Find(work, document, account), indispensable))
            {
                return MemberOutcome.LastOfRole;
            }

            return work.Execute("DELETE FROM members WHERE document = $1 AND account = $2", document, account) > 0 ? MemberOutcome.Done : MemberOutcome.Unknown;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task CreateLinkAsync(LinkRecord link, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(link);
        return WriteAsync(
            work => work.Execute(
                "INSERT INTO links (id, secret_hash, document, role, can_run, created, expires, label) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                link.Id, link.SecretHash, link.Document, link.Role, link.CanRun, ToMilliseconds(link.Created), link.Expires?.ToUnixTimeMilliseconds(), link.Label),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LinkRecord>> ListLinksAsync(string document, CancellationToken cancellationToken) =>
        ListAsync(SelectLink + " WHERE document = $1 ORDER BY number", ReadLink, document, cancellationToken);

    /// <inheritdoc/>
    public Task<LinkRecord?> FindLinkAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(work => work.First(SelectLink + " WHERE id = $1", ReadLink, id), cancellationToken);

    /// <inheritdoc/>
    public Task<LinkRecord?> FindLinkBySecretAsync(string secretHash, CancellationToken cancellationToken) =>
        ReadAsync(work => work.First(SelectLink + " WHERE secret_hash = $1", ReadLink, secretHash), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteLinkAsync(string document, string id, CancellationToken cancellationToken) =>
        WriteAsync(work => work.Execute("DELETE FROM links WHERE document = $1 AND id = $2", document, id) > 0, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuthorRecord>> ListAuthorsAsync(string document, CancellationToken cancellationToken) => ListAsync(
        "SELECT document, client, caller, name, first_seen FROM authors WHERE document = $1 ORDER BY number",
        row => new AuthorRecord(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), TimeAt(row, 4)),
        document,
        cancellationToken);

    /// <inheritdoc/>
    public Task NoteAuthorAsync(AuthorRecord author, bool replaces, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(author);
        return WriteAsync(
            work => work.Execute(
                """
                INSERT INTO authors (document, client, caller, name, first_seen) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (document, client) DO UPDATE SET caller = excluded.caller, name = excluded.name, first_seen = excluded.first_seen WHERE $6
                """,
                author.Document, author.Client, author.Caller, author.Name, ToMilliseconds(author.FirstSeen), replaces),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task ForgetDocumentAsync(string document, CancellationToken cancellationToken) => WriteAsync(
        work => work.Execute("DELETE FROM members WHERE document = $1", document)
            + work.Execute("DELETE FROM links WHERE document = $1", document)
            + work.Execute("DELETE FROM authors WHERE document = $1", document),
        cancellationToken);

    private static MemberRecord? Find(SqliteWork work, string document, string account) =>
        work.First(SelectMember + " WHERE document = $1 AND account = $2", ReadMember, document, account);

    private static bool IsLast(SqliteWork work, MemberRecord? member, string role) =>
        member is not null
        && string.Equals(member.Role, role, StringComparison.Ordinal)
        && !work.Any("SELECT 1 FROM members WHERE document = $1 AND account <> $2 AND role = $3", member.Document, member.Account, role);

    private static MemberRecord ReadMember(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3));

    private static LinkRecord ReadLink(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetBoolean(4),
        TimeAt(row, 5), row.IsDBNull(6) ? null : TimeAt(row, 6), TextAt(row, 7));

    private Task<IReadOnlyList<T>> ListAsync<T>(string sql, Func<SqliteDataReader, T> read, string value, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<T>>(work => work.Query(sql, read, value), cancellationToken);
}
