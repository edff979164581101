using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

public sealed partial class SqliteAccessStore
{
    private const string SelectSession = "SELECT id, token_hash, kind, account, name, created, expires, last_seen, address, agent FROM sessions";

    private const string InsertLink = """
        INSERT INTO session_links (session, link, number) VALUES ($1, $2, (SELECT count(*) FROM session_links WHERE session = $1))
        ON CONFLICT DO NOTHING
        """;

    /// <inheritdoc/>
    public Task CreateSessionAsync(SessionRecord session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        return WriteAsync(
            work =>
            {
                work.Execute(
                    """
                    INSERT INTO sessions (id, token_hash, kind, account, name, created, expires, last_seen, address, agent)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                    """,
                    session.Id, session.TokenHash, session.Kind, session.Account, session.Name, ToMilliseconds(session.Created),
                    ToMilliseconds(session.Expires), ToMilliseconds(session.LastSeen), session.Address, session.Agent);
                foreach (var link in session.Links)
                {
                    work.Execute(InsertLink, session.Id, link);
                }

                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SessionRecord?> FindSessionAsync(string tokenHash, CancellationToken cancellationToken) => ReadAsync(
        work => work.First(SelectSession + " WHERE token_hash = $1", ReadSession, tokenHash) is { } found ? WithLinks(work, found) : null, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> HasSessionAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(work => work.Any("SELECT 1 FROM sessions WHERE id = $1", id), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRecord>> ListSessionsAsync(string account, CancellationToken cancellationToken) =>
        ListAsync(" WHERE account = $1 ORDER BY created DESC, number DESC", account, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRecord>> ListSessionsOfLinkAsync(string link, CancellationToken cancellationToken) =>
        ListAsync(" WHERE id IN (SELECT session FROM session_links WHERE link = $1) ORDER BY created DESC, number DESC", link, cancellationToken);

    /// <inheritdoc/>
    public Task TouchSessionAsync(string id, DateTimeOffset seen, string? address, string? agent, CancellationToken cancellationToken) => WriteAsync(
        work => work.Execute("UPDATE sessions SET last_seen = $2, address = $3, agent = $4 WHERE id = $1", id, ToMilliseconds(seen), address, agent),
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> SetSessionNameAsync(string id, string name, CancellationToken cancellationToken) =>
        WriteAsync(work => work.Execute("UPDATE sessions SET name = $2 WHERE id = $1", id, name) > 0, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> AddSessionLinkAsync(string id, string link, CancellationToken cancellationToken) => WriteAsync(
        work =>
        {
            var found = work.Any("SELECT 1 FROM sessions WHERE id = $1", id);
            if (found)
            {
                work.Execute(InsertLink, id, link);
            }

            return found;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteSessionAsync(string id, CancellationToken cancellationToken) => WriteAsync(
        work =>
        {
            work.Execute("DELETE FROM session_links WHERE session = $1", id);
            return work.Execute("DELETE FROM sessions WHERE id = $1", id) > 0;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task DeleteExpiredSessionsAsync(DateTimeOffset now, CancellationToken cancellationToken) => WriteAsync(
        work =>
        {
            work.Execute("DELETE FROM session_links WHERE session IN (SELECT id FROM sessions WHERE expires <= $1)", ToMilliseconds(now));
            return work.Execute("DELETE FROM sessions WHERE expires <= $1", ToMilliseconds(now));
        },
        cancellationToken);

    private Task<IReadOnlyList<SessionRecord>> ListAsync(string which, string value, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<SessionRecord>>(
        work => [.. work.Query(SelectSession + which, ReadSession, value).Select(session => WithLinks(work, session))], cancellationToken);

    private static SessionRecord WithLinks(SqliteWork work, SessionRecord session) => session with
    {
        Links = work.Query("SELECT link FROM session_links WHERE session = $1 ORDER BY number", row => row.GetString(0), session.Id),
    };

    private static SessionRecord ReadSession(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), TextAt(row, 3), TextAt(row, 4),
        TimeAt(row, 5), TimeAt(row, 6), TimeAt(row, 7), TextAt(row, 8), TextAt(row, 9), []);
}
