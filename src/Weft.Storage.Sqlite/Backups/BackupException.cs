namespace Weft.Storage.Sqlite.Backups;

/// <summary>A backup cannot be made or used. Nothing was changed.</summary>
/// <param name="message">One sentence for a person.</param>
/// <param name="inner">The cause, if another exception was it.</param>
public sealed class BackupException(string message, Exception? inner = null) : StorageException(message, inner);
