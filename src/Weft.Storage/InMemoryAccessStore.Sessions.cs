namespace Weft.Storage;

public sealed partial class InMemoryAccessStore
{
    /// <inheritdoc/>
    public Task CreateSessionAsync(SessionRecord session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _sessions.Add(session.Id, session);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<SessionRecord?> FindSessionAsync(string tokenHash, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_sessions.Values.FirstOrDefault(s => string.Equals(s.TokenHash, tokenHash, StringComparison.Ordinal)));
        }
    }

    /// <inheritdoc/>
    public Task<bool> HasSessionAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_sessions.ContainsKey(id));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRecord>> ListSessionsAsync(string account, CancellationToken cancellationToken) =>
        ListAsync(s => string.Equals(s.Account, account, StringComparison.Ordinal));

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRecord>> ListSessionsOfLinkAsync(string link, CancellationToken cancellationToken) =>
        ListAsync(s => s.Links.Contains(link, StringComparer.Ordinal));

    /// <inheritdoc/>
    public Task TouchSessionAsync(string id, DateTimeOffset seen, string? address, string? agent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_sessions.TryGetValue(id, out var session))
            {
                _sessions[id] = session with { LastSeen = seen, Address = address, Agent = agent };
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> SetSessionNameAsync(string id, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var isThere = _sessions.TryGetValue(id, out var session);
            if (isThere)
            {
                _sessions[id] = session! with { Name = name };
            }

            return Task.FromResult(isThere);
        }
    }

    /// <inheritdoc/>
    public Task<bool> AddSessionLinkAsync(string id, string link, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_sessions.TryGetValue(id, out var session))
            {
                return Task.FromResult(false);
            }

            if (!session.Links.Contains(link, StringComparer.Ordinal))
            {
                _sessions[id] = session with { Links = [.. session.Links, link] };
            }

            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task<bool> DeleteSessionAsync(string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult(_sessions.Remove(id));
        }
    }

    /// <inheritdoc/>
    public Task DeleteExpiredSessionsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (var expired in _sessions.Values.Where(s => s.Expires <= now).ToList())
            {
                _sessions.Remove(expired.Id);
            }
        }

        return Task.CompletedTask;
    }

    private Task<IReadOnlyList<SessionRecord>> ListAsync(Func<SessionRecord, bool> which)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<SessionRecord>>([.. _sessions.Values.Reverse().Where(which).OrderByDescending(s => s.Created)]);
        }
    }
}
