namespace Weft.Storage;

/// <summary>A store that forgets everything when the process ends: for tests, demonstrations and trying things out.</summary>
/// <param name="time">Tells when documents are created and changed.</param>
public sealed class InMemoryDocumentStore(TimeProvider time) : IDocumentStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _documents = new(StringComparer.Ordinal);
    private long _order;

    /// <inheritdoc/>
    public Task<DocumentRecord> CreateAsync(NewDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var now = Now();
            var record = new DocumentRecord(document.Id, document.Title, document.Kind, document.Generation, 0, now, now);
            return _documents.TryAdd(document.Id, new Entry(record, ++_order))
                ? Task.FromResult(record)
                : Task.FromException<DocumentRecord>(new DocumentExistsException(document.Id));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DocumentRecord>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IReadOnlyList<DocumentRecord> records = [.. _documents.Values
                .OrderByDescending(e => e.Record.Updated).ThenByDescending(e => e.Order).Select(e => e.Record)];
            return Task.FromResult(records);
        }
    }

    /// <inheritdoc/>
    public Task<DocumentRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_documents.GetValueOrDefault(id)?.Record);
        }
    }

    /// <inheritdoc/>
    public Task<DocumentRecord?> RenameAsync(string id, string title, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_documents.TryGetValue(id, out var entry))
            {
                return Task.FromResult<DocumentRecord?>(null);
            }

            entry.Record = entry.Record with { Title = title, Updated = Now() };
            return Task.FromResult<DocumentRecord?>(entry.Record);
        }
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult(_documents.Remove(id));
        }
    }

    /// <inheritdoc/>
    public Task<StoredDocument?> LoadAsync(string id, int tail, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tail);
        lock (_lock)
        {
            if (!_documents.TryGetValue(id, out var entry))
            {
                return Task.FromResult<StoredDocument?>(null);
            }

            var from = (entry.Snapshot?.Revision ?? 0) - tail;
            return Task.FromResult<StoredDocument?>(new StoredDocument(entry.Record, entry.Snapshot, entry.After(from, int.MaxValue)));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogEntry>> ReadLogAsync(string id, long afterRevision, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<LogEntry>>(
                _documents.TryGetValue(id, out var entry) ? entry.After(afterRevision, limit) : []);
        }
    }

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<LogAppend> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (FirstProblem_NeedsLock(batch) is { } problem)
            {
                return Task.FromException(problem);
            }

            var now = Now();
            foreach (var append in batch)
            {
                var entry = _documents[append.DocumentId];
                entry.Log.Add(append.Bytes.ToArray());
                entry.Record = entry.Record with { Revision = append.Revision, Updated = now };
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(string id, long revision, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_documents.TryGetValue(id, out var entry))
            {
                return Task.FromException(new UnknownDocumentException(id));
            }

            if (revision > entry.Record.Revision)
            {
                return Task.FromException(new RevisionConflictException(id, entry.Record.Revision, revision));
            }

            if (entry.Snapshot is null || revision >= entry.Snapshot.Revision)
            {
                entry.Snapshot = new StoredSnapshot(revision, bytes.ToArray());
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private StorageException? FirstProblem_NeedsLock(IReadOnlyList<LogAppend> batch)
    {
        var newest = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var append in batch)
        {
            if (!newest.TryGetValue(append.DocumentId, out var revision))
            {
                if (!_documents.TryGetValue(append.DocumentId, out var entry))
                {
                    return new UnknownDocumentException(append.DocumentId);
                }

                revision = entry.Record.Revision;
            }

            if (append.Revision != revision + 1)
            {
                return new RevisionConflictException(append.DocumentId, revision + 1, append.Revision);
            }

            newest[append.DocumentId] = append.Revision;
        }

        return null;
    }

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    private sealed class Entry(DocumentRecord record, long order)
    {
        public DocumentRecord Record { get; set; } = record;

        public long Order { get; } = order;

        public StoredSnapshot? Snapshot { get; set; }

        public List<byte[]> Log { get; } = [];

        public List<LogEntry> After(long revision, int limit)
        {
            var first = (int)Math.Clamp(revision, 0, Log.Count);
            var count = Math.Min(limit, Log.Count - first);
            var entries = new List<LogEntry>(count);
            for (var i = first; i < first + count; i++)
            {
                entries.Add(new LogEntry(i + 1, Log[i]));
            }

            return entries;
        }
    }
}
