namespace Weft.Storage.Sqlite;

/// <summary>
/// A folder of files whose names are the hashes of what is in them. One appears whole or not at all: it is written under another name,
/// flushed, and renamed. For any thread; two may not place the same file at the same time.
/// </summary>
internal sealed class FileFolder
{
    private const string DraftExtension = ".part";

    private readonly string _path;

    public FileFolder(string path)
    {
        _path = OwnerOnly.CreateFolder(path);
    }

    /// <summary>Deletes drafts that a crash has left, and files that nobody knows.</summary>
    public void Sweep(IEnumerable<string> known)
    {
        var kept = known.ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_path).Where(file => !kept.Contains(Path.GetFileName(file))))
        {
            File.Delete(file);
        }
    }

    /// <exception cref="StoreFaultException">The disk is full or cannot be written.</exception>
    public Draft BeginDraft() => FileFaults.Explain(_path, () => new Draft(OwnerOnly.CreateFile(Path.Combine(_path, Path.GetRandomFileName() + DraftExtension))));

    /// <summary>Makes a flushed draft the file with a hash; one that is there, left by a crash, is replaced.</summary>
    /// <exception cref="StoreFaultException">The disk is full or cannot be written.</exception>
    public void Place(Draft draft, string hash) => FileFaults.Explain(_path, () =>
    {
        draft.MoveTo(PathOf(hash));
        DirectoryFlush.Flush(_path);
    });

    /// <exception cref="StoreFaultException">It is not there, or cannot be read.</exception>
    public Stream Open(string hash)
    {
        var path = PathOf(hash);
        return FileFaults.Explain(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, useAsync: true));
    }

    /// <summary>Moves the files of another folder here, flushed ones, unless they are here already.</summary>
    /// <exception cref="StoreFaultException">The disk is full or cannot be written.</exception>
    public void TakeAll(string folder) => FileFaults.Explain(_path, () =>
    {
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
        {
            File.Move(file, PathOf(Path.GetFileName(file)), overwrite: true);
        }

        DirectoryFlush.Flush(_path);
    });

    public void Delete(string hash) => File.Delete(PathOf(hash));

    /// <summary>The path of a file with a hash. Whatever a database says, it is in this folder.</summary>
    private string PathOf(string hash) => FileHash.IsValid(hash) ? Path.Combine(_path, hash) : throw new StoreFaultException(_path, StoreFault.Damaged);

    /// <summary>A file under a name of its own, which is deleted unless it was moved.</summary>
    internal sealed class Draft(FileStream content) : FileDraft
    {
        private bool _moved;

        public override Stream Content => content;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            FileFaults.Explain(content.Name, () => content.Write(bytes.Span));
            return ValueTask.CompletedTask;
        }

        public void Flush() => FileFaults.Explain(content.Name, () => content.Flush(flushToDisk: true));

        public void MoveTo(string path)
        {
            content.Dispose();
            File.Move(content.Name, path, overwrite: true);
            _moved = true;
        }

        public override ValueTask DisposeAsync()
        {
            try
            {
                FileFaults.Explain(content.Name, content.Dispose);
            }
            catch (StoreFaultException) when (!_moved)
            {
                // Bytes that did not fit on the disk were tried once more, and nobody wants them any more.
            }
            finally
            {
                if (!_moved)
                {
                    File.Delete(content.Name);
                }
            }

            return ValueTask.CompletedTask;
        }
    }
}
