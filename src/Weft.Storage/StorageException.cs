namespace Weft.Storage;

/// <summary>The base of what a store throws knowingly. Disk and driver failures come through as they are.</summary>
/// <param name="message">One sentence for a person.</param>
/// <param name="inner">The cause, if another exception was it.</param>
public abstract class StorageException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A document with this id exists already.</summary>
/// <param name="documentId">The id.</param>
public sealed class DocumentExistsException(string documentId)
    : StorageException($"A document with the id '{documentId}' exists already.")
{
    /// <summary>The id.</summary>
    public string DocumentId { get; } = documentId;
}

/// <summary>No document has this id, or it was deleted.</summary>
/// <param name="documentId">The id.</param>
public sealed class UnknownDocumentException(string documentId)
    : StorageException($"There is no document with the id '{documentId}'.")
{
    /// <summary>The id.</summary>
    public string DocumentId { get; } = documentId;
}

/// <summary>A revision is not the successor of the document's newest one. Nothing of the batch was written.</summary>
/// <param name="documentId">The document.</param>
/// <param name="expected">The revision that would have been right, or the newest one that a snapshot may have.</param>
/// <param name="actual">The revision that was given.</param>
public sealed class RevisionConflictException(string documentId, long expected, long actual)
    : StorageException($"The document '{documentId}' expects revision {expected}, not {actual}.")
{
    /// <summary>The document.</summary>
    public string DocumentId { get; } = documentId;

    /// <summary>The revision that would have been right.</summary>
    public long Expected { get; } = expected;

    /// <summary>The revision that was given.</summary>
    public long Actual { get; } = actual;
}

/// <summary>The data was written by a newer version of the program.</summary>
/// <param name="path">The file.</param>
/// <param name="found">The schema version in the file.</param>
/// <param name="known">The newest schema version that this program knows.</param>
public sealed class NewerSchemaException(string path, long found, long known)
    : StorageException($"The data in '{path}' was written by a newer Weft (format {found}, this one knows {known}): update Weft, or choose another data folder.")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>The schema version in the file.</summary>
    public long Found { get; } = found;

    /// <summary>The newest schema version that this program knows.</summary>
    public long Known { get; } = known;
}

/// <summary>Another process has the store open.</summary>
/// <param name="path">The lock file.</param>
/// <param name="inner">What the operating system said.</param>
public sealed class StoreInUseException(string path, Exception inner)
    : StorageException($"The data folder is in use by another Weft ('{path}' is locked): stop that one, or choose another data folder.", inner)
{
    /// <summary>The lock file.</summary>
    public string Path { get; } = path;
}

/// <summary>The disk, or what is on it, keeps the store from working. Nothing of what was asked for was done.</summary>
/// <param name="path">The file.</param>
/// <param name="fault">What is wrong.</param>
/// <param name="inner">What the driver said, if it said anything.</param>
public sealed class StoreFaultException(string path, StoreFault fault, Exception? inner = null)
    : StorageException(Describe(path, fault, inner), inner)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong.</summary>
    public StoreFault Fault { get; } = fault;

    /// <summary>What is wrong, for somebody who is not to know where the server keeps its data.</summary>
    public string Summary => Fault switch
    {
        StoreFault.DiskFull => "The server's disk is full",
        StoreFault.NotWritable => "The server's data cannot be written",
        StoreFault.Damaged => "The server's data is damaged",
        _ => "The server's disk does not work as it should",
    };

    private static string Describe(string path, StoreFault fault, Exception? inner)
    {
        var said = inner is null ? string.Empty : $" ({inner.Message.TrimEnd('.', ' ')})";
        return fault switch
        {
            StoreFault.DiskFull => $"The disk of '{path}' is full{said}: free some space; nothing needs to be started again.",
            StoreFault.NotWritable => $"The data in '{path}' cannot be written{said}: give this user the right to write it, or choose another data folder.",
            StoreFault.Damaged => $"The data in '{path}' cannot be used because it is damaged{said}: restore a backup with 'weft restore' into another data folder.",
            _ => $"The data in '{path}' cannot be used{said}: look after the disk, or choose another data folder.",
        };
    }
}
