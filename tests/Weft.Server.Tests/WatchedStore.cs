using Weft.Storage;

namespace Weft.Server.Tests;

/// <summary>A store in memory that counts, waits and fails as told.</summary>
internal sealed class WatchedStore : IDocumentStore
{
    private readonly InMemoryDocumentStore _inner = new(TimeProvider.System);
    private int _loads;
    private int _logReads;

    /// <summary>The document whose appends fail.</summary>
    public string? Failing { get; set; }

    public bool ListFails { get; set; }

    public bool ProbeFails { get; init; }

    public bool DeleteFails { get; set; }

    /// <summary>Whether every append fails.</summary>
    public bool AppendFails { get; set; }

    /// <summary>Appends wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Reading the log waits for it.</summary>
    public Task LogGate { get; set; } = Task.CompletedTask;

    /// <summary>How often a part of the log was read.</summary>
    public int LogReads => Volatile.Read(ref _logReads);

    /// <summary>Puts other bytes in the place of stored snapshots.</summary>
    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Snapshots { get; set; } = bytes => bytes;

    public TimeSpan LoadDelay { get; init; }

    public int Loads => Volatile.Read(ref _loads);

    public async Task AppendAsync(IReadOnlyList<LogAppend> batch, CancellationToken cancellationToken)
    {
        await Gate;
        if (AppendFails || batch.Any(a => a.DocumentId == Failing))
        {
            throw new IOException("No space left on device");
        }

        await _inner.AppendAsync(batch, cancellationToken);
    }

    public async Task<StoredDocument?> LoadAsync(string id, int tail, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _loads);
        await Task.Delay(LoadDelay, cancellationToken);
        var stored = await _inner.LoadAsync(id, tail, cancellationToken);
        return stored is { Snapshot: { } snapshot } ? stored with { Snapshot = snapshot with { Bytes = Snapshots(snapshot.Bytes) } } : stored;
    }

    public Task<DocumentRecord> CreateAsync(NewDocument document, CancellationToken cancellationToken) => _inner.CreateAsync(document, cancellationToken);

    public Task<IReadOnlyList<DocumentRecord>> ListAsync(CancellationToken cancellationToken) => ListFails ? Task.FromException<IReadOnlyList<DocumentRecord>>(new IOException("Input/output error")) : _inner.ListAsync(cancellationToken);

    public Task<DocumentRecord?> FindAsync(string id, CancellationToken cancellationToken) => _inner.FindAsync(id, cancellationToken);

    public Task<DocumentRecord?> RenameAsync(string id, string title, CancellationToken cancellationToken) => _inner.RenameAsync(id, title, cancellationToken);

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) => DeleteFails ? Task.FromException<bool>(new IOException("Input/output error")) : _inner.DeleteAsync(id, cancellationToken);

    public async Task<IReadOnlyList<LogEntry>> ReadLogAsync(string id, long afterRevision, int limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _logReads);
        await LogGate;
        return await _inner.ReadLogAsync(id, afterRevision, limit, cancellationToken);
    }

    public Task SaveSnapshotAsync(string id, long revision, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _inner.SaveSnapshotAsync(id, revision, bytes, cancellationToken);

    public Task ProbeAsync(CancellationToken cancellationToken) => ProbeFails ? Task.FromException(new IOException("No space left on device")) : Task.CompletedTask;

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
