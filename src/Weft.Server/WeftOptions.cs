using System.Security.Claims;
using Weft.Server.Access;
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

    /// <summary>
    /// Whether OpenJam's routes are at <c>/api</c> and its socket at <c>/ws</c> as well, besides <c>/openjam</c>, so that its front-end can be
    /// served as it is built. Default false.
    /// </summary>
    public bool OpenJamAtRoot { get; set; }

    /// <summary>
    /// A folder with another built web app, such as OpenJam's, that is served in the place of Weft's own but for the pages of documents and accounts.
    /// Null, the default, for none.
    /// </summary>
    public string? StaticRoot { get; set; }

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
    public long MaxWaitingBytes
    {
        get => Limits[ServerLimits.WaitingBytes];
        set => Limits[ServerLimits.WaitingBytes] = value;
    }

    /// <summary>Frames that may wait for one slow reader before it is closed with 4003. Default 20,000.</summary>
    public int MaxWaitingFrames
    {
        get => (int)Limits[ServerLimits.WaitingFrames];
        set => Limits[ServerLimits.WaitingFrames] = value;
    }

    /// <summary>How much of everything else the server bears.</summary>
    public ServerLimits Limits { get; } = new();

    /// <summary>
    /// Whether <c>/metrics</c> answers everybody. Default no: then it answers those only who look after the server, which is whoever asks
    /// from its own machine when it is open.
    /// </summary>
    public bool PublicMetrics { get; set; }

    /// <summary>Who may use the server. Default <see cref="AccessMode.Open"/>, for a server that only friends reach.</summary>
    public AccessMode Access { get; set; } = AccessMode.Open;

    /// <summary>Accounts, sessions, memberships and links to use instead of the folder's. Its caller disposes it, after the host has stopped.</summary>
    public IAccessStore? AccessStore { get; set; }

    /// <summary>Pictures of documents, to use instead of the folder's. Its caller disposes it, after the host has stopped.</summary>
    public IFileStore? FileStore { get; set; }

    /// <summary>The server's token in mode <see cref="AccessMode.Token"/>. Null, the default, keeps one in the data folder.</summary>
    public string? Token { get; set; }

    /// <summary>Whether anyone may make an account in mode <see cref="AccessMode.Accounts"/>; if not, only server admins make them. Default true.</summary>
    public bool IsRegistrationOpen { get; set; } = true;

    /// <summary>An outside issuer whose tokens are accepted; null for none.</summary>
    public JwtOptions? Jwt { get; set; }

    /// <summary>
    /// Turns a user whom the host application has authenticated into a caller; null when it is none of Weft's. Asked first, in every mode.
    /// </summary>
    public Func<ClaimsPrincipal, HostCaller?>? MapPrincipal { get; set; }

    /// <summary>Origins besides the server's own whose pages may connect and may show the web app in a frame, such as <c>https://app.example</c>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>
    /// Whether to answer only to addresses, local names and <see cref="AllowedOrigins"/>, so that no page of the internet can reach a server in
    /// mode <see cref="AccessMode.Open"/> through the browser of somebody near it (DNS rebinding). Default false, as a host application has a
    /// name of its own; <c>weft serve</c> sets it for open servers.
    /// </summary>
    public bool AnswersLocalNamesOnly { get; set; }

    /// <summary>How long a session lasts after it was made. Default 7 days.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(7);
}
