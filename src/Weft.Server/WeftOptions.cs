using Weft.Storage;

namespace Weft.Server;

/// <summary>How a Weft server behaves. The defaults suit a team on a local network.</summary>
public sealed class WeftOptions
{
    /// <summary>The folder of the SQLite store; created when missing. Not used when <see cref="Store"/> is set. Default <c>data</c>.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>A store to use instead of the folder. It stays the caller's to dispose, after the host has stopped.</summary>
    public IDocumentStore? Store { get; set; }

    /// <summary>
    /// The folder of the built web app. Null, the default, looks for <c>wwwroot</c> beside the executable, then for <c>web/app/dist</c>
    /// in a folder above it.
    /// </summary>
    public string? WebRoot { get; set; }

    /// <summary>How long an open document stays in memory after its last user left. Default 30 s.</summary>
    public TimeSpan IdleGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The least number of changes between two snapshots of a document. Large documents take fewer, so that writing snapshots stays a
    /// small part of the work. Default 1,000.
    /// </summary>
    public int SnapshotInterval { get; set; } = 1_000;

    /// <summary>
    /// How many changes before the newest snapshot are kept at hand for clients that come back, and how many of the newest changes keep
    /// their history when older history is let go. Default 4,096.
    /// </summary>
    public int RecentChanges { get; set; } = 4_096;

    /// <summary>Silence after which a connection is closed with 4001 (BEAT-2). Default 90 s.</summary>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Bytes that may wait for one slow reader before it is closed with 4003. Default 8 MiB.</summary>
    public long MaxWaitingBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Frames that may wait for one slow reader before it is closed with 4003. Default 20,000.</summary>
    public int MaxWaitingFrames { get; set; } = 20_000;
}
