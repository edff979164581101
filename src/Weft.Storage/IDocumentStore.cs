namespace Weft.Storage;

/// <summary>
/// Documents as append-only logs of opaque changes, with snapshots that make opening them quick. Every method may be called from
/// any thread at any time. A method that returns normally has its effect on disk, where the store has one.
/// </summary>
public interface IDocumentStore : IAsyncDisposable
{
    /// <summary>Creates an empty document.</summary>
    /// <param name="document">The document; its id must be new.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>The record.</returns>
    /// <exception cref="DocumentExistsException">The id is in use.</exception>
    Task<DocumentRecord> CreateAsync(NewDocument document, CancellationToken cancellationToken);

    /// <summary>All documents, the last changed first.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The records.</returns>
    Task<IReadOnlyList<DocumentRecord>> ListAsync(CancellationToken cancellationToken);

    /// <summary>One document's record.</summary>
    /// <param name="id">The document.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The record, or null when there is none.</returns>
    Task<DocumentRecord?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Gives a document another title.</summary>
    /// <param name="id">The document.</param>
    /// <param name="title">The new title.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>The new record, or null when there is no such document.</returns>
    Task<DocumentRecord?> RenameAsync(string id, string title, CancellationToken cancellationToken);

    /// <summary>Deletes a document with its log and snapshots. Later appends to it are refused.</summary>
    /// <param name="id">The document.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);

    /// <summary>Reads what is needed to open a document.</summary>
    /// <param name="id">The document.</param>
    /// <param name="tail">How many changes before the snapshot to read as well, 0 or more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The document, or null when there is none.</returns>
    Task<StoredDocument?> LoadAsync(string id, int tail, CancellationToken cancellationToken);

    /// <summary>Reads a part of the log.</summary>
    /// <param name="id">The document.</param>
    /// <param name="afterRevision">The entries after this revision; 0 for the beginning.</param>
    /// <param name="limit">At most so many entries.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The entries, ascending; empty when there are none or no such document.</returns>
    Task<IReadOnlyList<LogEntry>> ReadLogAsync(string id, long afterRevision, int limit, CancellationToken cancellationToken);

    /// <summary>Appends changes of any documents as one commit: all of them, durably, or none.</summary>
    /// <param name="batch">The changes; those of one document in order.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Completes when everything is durable.</returns>
    /// <exception cref="RevisionConflictException">A revision is not the successor of the document's newest.</exception>
    /// <exception cref="UnknownDocumentException">A document does not exist.</exception>
    Task AppendAsync(IReadOnlyList<LogAppend> batch, CancellationToken cancellationToken);

    /// <summary>Stores a snapshot, replacing older ones. A snapshot older than the stored one is ignored. The log is kept.</summary>
    /// <param name="id">The document.</param>
    /// <param name="revision">The newest change in the snapshot; it must be in the log (or 0).</param>
    /// <param name="bytes">The snapshot; read before this returns, not kept.</param>
    /// <param name="cancellationToken">Gives up before anything was written.</param>
    /// <returns>Completes when it is durable.</returns>
    /// <exception cref="RevisionConflictException">The log does not reach that far.</exception>
    /// <exception cref="UnknownDocumentException">The document does not exist.</exception>
    Task SaveSnapshotAsync(string id, long revision, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Tells how much is stored. Costs little, so that it can be asked before each new document.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How much there is; a store that is not asked often may count its list, as it does unless it says otherwise.</returns>
    async Task<StoreUse> MeasureAsync(CancellationToken cancellationToken)
    {
        var records = await ListAsync(cancellationToken).ConfigureAwait(false);
        return new StoreUse(records.Count, null);
    }

    /// <summary>Writes something that changes nothing, to see whether the store takes what is written.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Completes when it was written; fails as an append would. A store that cannot fail need not override it.</returns>
    Task ProbeAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
