namespace Weft.Protocol;

/// <summary>The numbers of the protocol. Each is a rule of docs/protocol.md, so a change of one is a change of the protocol.</summary>
public static class Limits
{
    /// <summary>The WebSocket subprotocol (FRAME-1).</summary>
    public const string Subprotocol = "weft.v1";

    /// <summary>What stands before a token that is offered as a subprotocol (ACCESS-1).</summary>
    public const string TokenSubprotocol = "weft.token.";

    /// <summary>Characters of a token (ACCESS-1): a signed token with many claims fits.</summary>
    public const int MaxTokenLength = 8 << 10;

    /// <summary>Bytes of the longest frame that a server reads (FRAME-4): a paste of a long chapter fits, a film does not.</summary>
    public const int MaxFrameBytes = 1 << 20;

    /// <summary>Bytes of the longest frame that a server skips rather than hang up (FRAME-4).</summary>
    public const int MaxSkippedFrameBytes = 16 << 20;

    /// <summary>Levels of nesting in a frame (FRAME-5): bounds the stack, and no drawing program comes near.</summary>
    public const int MaxDepth = 64;

    /// <summary>The greatest id: the last integer that JavaScript counts exactly (REPLY-1).</summary>
    public const long MaxId = (1L << 53) - 1;

    /// <summary>The latest time that a change may name, in milliseconds since 1970 (CHANGE-12): past the year 6000, and 48 bits.</summary>
    public const long MaxTime = (1L << 47) - 1;

    /// <summary>Characters of a client id (JOIN-2).</summary>
    public const int MaxClientLength = 64;

    /// <summary>UTF-16 code units of a user's name (JOIN-4): enough for any name, and a list of users stays readable.</summary>
    public const int MaxNameLength = 100;

    /// <summary>UTF-16 code units of a path or a name of a property (DOC-3).</summary>
    public const int MaxPathLength = 512;

    /// <summary>The greatest offset in a text (CHANGE-6): beyond any text that is kept, and sums of it stay within 32 bits.</summary>
    public const int MaxOffset = 1 << 30;

    /// <summary>Operations in one change (CHANGE-1): a whole board of shapes fits.</summary>
    public const int MaxOperations = 10_000;

    /// <summary>Ranges, selected ids or previews in one cursor message (PRES-1).</summary>
    public const int MaxCursorParts = 1_000;

    /// <summary>Changes of one client that may be unanswered (CHANGE-4).</summary>
    public const int MaxUnansweredChanges = 1_024;

    /// <summary>Bad messages within <see cref="BadMessageWindow"/> that a server bears (FRAME-6).</summary>
    public const int MaxBadMessages = 20;

    /// <summary>Cursor messages of one client that are passed on each second (PRES-2).</summary>
    public const int CursorsPerSecond = 20;

    /// <summary>Milliseconds that a pointer is shown after the last cursor message of its client (PRES-3).</summary>
    public const int PointerLife = 10_000;

    /// <summary>Messages other than changes each second (BEAT-5).</summary>
    public const int MessagesPerSecond = 200;

    /// <summary>How many of them may come at once (BEAT-5).</summary>
    public const int MessageReserve = 400;

    /// <summary>How often a client reconnects by itself (BEAT-3).</summary>
    public const int MaxReconnects = 10;

    /// <summary>The window of <see cref="MaxBadMessages"/> (FRAME-6).</summary>
    public static readonly TimeSpan BadMessageWindow = TimeSpan.FromSeconds(10);

    /// <summary>How long a client may send too much before it is closed (BEAT-5).</summary>
    public static readonly TimeSpan SlowDownPatience = TimeSpan.FromSeconds(10);

    /// <summary>How long a pointer is shown after its last message (PRES-3).</summary>
    public static readonly TimeSpan PointerLifetime = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may be nobody's (ACCESS-2): time for a slow line, not for a crowd of strangers.</summary>
    public static readonly TimeSpan SignInPatience = TimeSpan.FromSeconds(10);

    /// <summary>How long before a sign-in expires its connection is told (ACCESS-4).</summary>
    public static readonly TimeSpan ExpiryNotice = TimeSpan.FromSeconds(60);

    /// <summary>How often a client says that it is alive (BEAT-1).</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>How long a client waits to hear anything (BEAT-2): two heartbeats and some.</summary>
    public static readonly TimeSpan ClientPatience = TimeSpan.FromSeconds(40);

    /// <summary>How long a server waits to hear anything (BEAT-2): six heartbeats, since browsers slow hidden tabs down.</summary>
    public static readonly TimeSpan ServerPatience = TimeSpan.FromSeconds(90);
}
