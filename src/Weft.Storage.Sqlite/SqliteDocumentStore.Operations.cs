namespace Weft.Storage.Sqlite;

public sealed partial class SqliteDocumentStore
{
    /// <inheritdoc/>
    public Task<DocumentRecord> CreateAsync(NewDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        return WriteAsync(
            writer =>
            {
                if (writer.Find(document.Id) is not null)
                {
                    throw new DocumentExistsException(document.Id);
                }

                return writer.Create(document, Now());
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DocumentRecord>> ListAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<DocumentRecord>>(reader => reader.List(), cancellationToken);

    /// <inheritdoc/>
    public Task<DocumentRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Find(id)?.Record, cancellationToken);

    /// <inheritdoc/>
    public Task<DocumentRecord?> RenameAsync(string id, string title, CancellationToken cancellationToken) =>
        WriteAsync(
            writer =>
            {
                if (writer.Find(id) is not { } found)
                {
                    return null;
                }

                writer.Rename(found.Number, title, Now());
                return writer.Find(id)?.Record;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        WriteAsync(
            writer =>
            {
                if (writer.Find(id) is not { } found)
                {
                    return false;
                }

                writer.Delete(found.Number);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<StoredDocument?> LoadAsync(string id, int tail, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tail);
        return ReadAsync(
            reader =>
            {
                if (reader.Find(id) is not { } found)
                {
                    return null;
                }

                var snapshot = reader.Snapshot(found.Number);
                var log = reader.Log(found.Number, Math.Max(0, (snapshot?.Revision ?? 0) - tail), -1);
                return new StoredDocument(found.Record, snapshot, log);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogEntry>> ReadLogAsync(string id, long afterRevision, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return ReadAsync<IReadOnlyList<LogEntry>>(
            reader => reader.Find(id) is { } found ? reader.Log(found.Number, afterRevision, limit) : [], cancellationToken);
    }

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<LogAppend> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return WriteHereAsync(
            writer =>
            {
                var documents = new Dictionary<string, (long Number, long Revision)>(StringComparer.Ordinal);
                foreach (var append in batch)
                {
                    if (!documents.TryGetValue(append.DocumentId, out var document))
                    {
                        var found = writer.Find(append.DocumentId) ?? throw new UnknownDocumentException(append.DocumentId);
                        document = (found.Number, found.Record.Revision);
                    }

                    if (append.Revision != document.Revision + 1)
                    {
                        throw new RevisionConflictException(append.DocumentId, document.Revision + 1, append.Revision);
                    }

                    writer.Append(document.Number, append);
                    documents[append.DocumentId] = (document.Number, append.Revision);
                }

                foreach (var (number, revision) in documents.Values)
                {
                    writer.Advance(number, revision, Now());
                }

                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(string id, long revision, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        WriteAsync(
            writer =>
            {
                var found = writer.Find(id) ?? throw new UnknownDocumentException(id);
                if (revision > found.Record.Revision)
                {
                    throw new RevisionConflictException(id, found.Record.Revision, revision);
                }

                writer.SaveSnapshot(found.Number, revision, bytes);
                return true;
            },
            cancellationToken);
}
