namespace Weft.Storage;

/// <summary>All that is needed to open a document, read at one moment.</summary>
/// <param name="Record">The record; its revision is that of the last log entry, or of the snapshot when the log is empty.</param>
/// <param name="Snapshot">The newest snapshot, if there is one.</param>
/// <param name="Log">The changes after the snapshot, preceded by as much of the tail before it as was asked for; ascending, no gap.</param>
public sealed record StoredDocument(DocumentRecord Record, StoredSnapshot? Snapshot, IReadOnlyList<LogEntry> Log);
