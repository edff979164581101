namespace Weft.Storage;

/// <summary>Files that are forgotten when the process ends: for tests, demonstrations and embedding.</summary>
public sealed class InMemoryFileStore : IFileStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _files = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public FileDraft BeginDraft() => new Draft();

    /// <inheritdoc/>
    public Task<bool> KeepAsync(FileDraft draft, FileRecord file, string document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        cancellationToken.ThrowIfCancellationRequested();
        var own = draft as Draft ?? throw new ArgumentException("The draft is another store's.", nameof(draft));
        lock (_lock)
        {
            var isNew = !_files.TryGetValue(file.Hash, out var entry);
            if (isNew)
            {
                _files.Add(file.Hash, entry = new Entry(file, own.ToArray()));
            }

            entry!.Documents.Add(document);
            return Task.FromResult(isNew);
        }
    }

    /// <inheritdoc/>
    public Task<FileRecord?> FindAsync(string document, string hash, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_files.TryGetValue(hash, out var entry) && entry.Documents.Contains(document) ? entry.File : null);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<FileRecord>> ListAsync(string document, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<FileRecord>>([.. _files.Values.Where(entry => entry.Documents.Contains(document)).Select(entry => entry.File)]);
        }
    }

    /// <inheritdoc/>
    public Stream OpenRead(string hash)
    {
        lock (_lock)
        {
            return _files.TryGetValue(hash, out var entry)
                ? new MemoryStream(entry.Bytes, writable: false)
                : throw new StoreFaultException(hash, StoreFault.Damaged);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListDocumentsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<string>>([.. _files.Values.SelectMany(entry => entry.Documents).Distinct(StringComparer.Ordinal)]);
        }
    }

    /// <inheritdoc/>
    public Task ForgetDocumentAsync(string document, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (var entry in _files.Values.Where(entry => entry.Documents.Remove(document)))
            {
                entry.LastHad = now;
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> CollectAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult(_files.Values.Where(entry => entry.Documents.Count == 0 && entry.LastHad < before).ToList().Count(entry => _files.Remove(entry.File.Hash)));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Entry(FileRecord file, byte[] bytes)
    {
        public FileRecord File { get; } = file;

        public byte[] Bytes { get; } = bytes;

        public HashSet<string> Documents { get; } = new(StringComparer.Ordinal);

        /// <summary>When the last document went that had it; of no meaning while there is one.</summary>
        public DateTimeOffset LastHad { get; set; }
    }

    private sealed class Draft : FileDraft
    {
        private readonly MemoryStream _content = new();

        public override Stream Content => _content;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _content.WriteAsync(bytes, cancellationToken);

        public byte[] ToArray() => _content.ToArray();

        public override ValueTask DisposeAsync() => _content.DisposeAsync();
    }
}
