using Weft.Kinds;
using Weft.Protocol;

namespace Weft.Server;

public sealed partial class ServerLimits
{
    private const long MiB = 1024 * 1024;
    private const long Any = 1_000_000_000;

    // Stands before the limits, which put themselves into it.
    private static readonly List<ServerLimit> Defined = [];

    /// <summary>All limits, in the order of docs/operations.md.</summary>
    public static IReadOnlyList<ServerLimit> All => Defined;

    /// <summary>Bytes of a frame that is read (FRAME-4).</summary>
    public static ServerLimit FrameBytes { get; } = Define(
        "frame-bytes", "bytes", Limits.MaxFrameBytes, 4_096, Limits.MaxSkippedFrameBytes, ErrorCodes.FrameTooLarge,
        "a paste of a long chapter fits, a film does not; clients count on the default");

    /// <summary>Bytes of a frame that is skipped rather than hung up on (FRAME-4).</summary>
    public static ServerLimit SkippedFrameBytes { get; } = Define(
        "skipped-frame-bytes", "bytes", Limits.MaxSkippedFrameBytes, 4_096, Any, "1009",
        "whoever pastes too much is told so, and no line is kept busy for ever");

    /// <summary>Bad messages within ten seconds (FRAME-6).</summary>
    public static ServerLimit BadMessages { get; } = Define(
        "bad-messages", "messages in 10 s", Limits.MaxBadMessages, 1, 1_000, "4000",
        "a program under construction makes some, only a broken or hostile one makes many");

    /// <summary>Messages other than changes of one connection (BEAT-5).</summary>
    public static ServerLimit Messages { get; } = Define(
        "messages-per-second", "messages a second", Limits.MessagesPerSecond, 1, 1_000_000, ErrorCodes.SlowDown,
        "ten times what an editor sends while its user moves the pointer");

    /// <summary>Changes of one client that are not answered yet (CHANGE-4): what bounds the rate of changes of one connection.</summary>
    public static ServerLimit UnansweredChanges { get; } = Define(
        "unanswered-changes", "changes", Limits.MaxUnansweredChanges, 1, 100_000, ErrorCodes.TooManyUnsaved,
        "a program that pours in a history keeps the line full, and the room's queue stays short");

    /// <summary>Joins of one connection (JOIN-12).</summary>
    public static ServerLimit Joins { get; } = Define(
        "joins-per-minute", "joins a minute", 120, 1, 1_000_000, ErrorCodes.TooManyJoins,
        "somebody leafing through documents makes thirty; each may cost a whole document's bytes");

    /// <summary>Joins from one address (JOIN-12).</summary>
    public static ServerLimit AddressJoins { get; } = Define(
        "address-joins-per-minute", "joins a minute", 3_000, 1, Any, ErrorCodes.TooManyJoins,
        "an office of a thousand behind one address comes back after an outage");

    /// <summary>Connections from one address (BEAT-6).</summary>
    public static ServerLimit AddressConnections { get; } = Define(
        "address-connections", "connections", 1_000, 1, Any, "4010",
        "an office or a school behind one address; one program alone cannot take all of the server's");

    /// <summary>Connections of the whole server (BEAT-6).</summary>
    public static ServerLimit Connections { get; } = Define(
        "connections", "connections", 20_000, 1, Any, "4010",
        "half a gigabyte of idle connections; the system's limit of open files must be higher (docs/operations.md)");

    /// <summary>TCP connections of the whole server that are not WebSockets, where <see cref="HttpConnectionGate"/> stands before it.</summary>
    public static ServerLimit HttpConnections { get; } = Define(
        "http-connections", "connections", 10_000, 1, Any, "reset",
        "pages that load, and what waits or does nothing; they are cut before a word is read");

    /// <summary>TCP connections from one address that are not WebSockets, where <see cref="HttpConnectionGate"/> stands before it.</summary>
    public static ServerLimit AddressHttpConnections { get; } = Define(
        "address-http-connections", "connections", 2_000, 1, Any, "reset",
        "a browser opens six; three hundred people behind one address who all load a page");

    /// <summary>Messages of every sort from one address (BEAT-7).</summary>
    public static ServerLimit AddressMessages { get; } = Define(
        "address-messages-per-second", "messages a second", 10_000, 10, Any, ErrorCodes.AddressBusy,
        "five hundred people behind one address who all type and move their pointers");

    /// <summary>Bytes from one address (BEAT-7).</summary>
    public static ServerLimit AddressBytes { get; } = Define(
        "address-bytes-per-second", "bytes a second", 8 * MiB, 4_096, Any, ErrorCodes.AddressBusy,
        "an import of a drawing is seconds; no address keeps the disk busy alone");

    /// <summary>REST requests from one address.</summary>
    public static ServerLimit AddressRequests { get; } = Define(
        "address-requests-per-minute", "requests a minute", 6_000, 1, Any, "too_many_requests",
        "a hundred a second: an office of pages that poll, and not a crawler without brakes");

    /// <summary>Imports from one address.</summary>
    public static ServerLimit AddressImports { get; } = Define(
        "address-imports-per-minute", "imports a minute", 60, 1, Any, "too_many_imports",
        "a folder of notes dropped at once; an import costs up to seconds");

    /// <summary>Imports that are read at the same time.</summary>
    public static ServerLimit ImportsAtOnce { get; } = Define(
        "imports-at-once", "imports", 4, 1, 1_000, "server_busy",
        "each holds its file in memory, some times over");

    /// <summary>Seconds that the history of a <c>.weft</c> file may take to be read.</summary>
    public static ServerLimit ImportSeconds { get; } = Define(
        "import-seconds", "seconds", 20, 1, 3_600, "import_too_long",
        "ten times what the longest recorded histories take; a small file made to be slow ends there");

    /// <summary>Documents that are open at once (JOIN-12).</summary>
    public static ServerLimit OpenDocuments { get; } = Define(
        "open-documents", "documents", 10_000, 1, Any, ErrorCodes.ServerFull,
        "a gigabyte when they are texts of some pages");

    /// <summary>Documents in the store.</summary>
    public static ServerLimit Documents { get; } = Define(
        "documents", "documents", 100_000, 1, Any, "too_many_documents",
        "the list of all of them is still read in one go");

    /// <summary>Connections in one document (JOIN-12).</summary>
    public static ServerLimit DocumentUsers { get; } = Define(
        "document-users", "connections", 2_000, 1, Any, ErrorCodes.DocumentBusy,
        "a lecture hall that reads along; every keystroke goes to each of them");

    /// <summary>Changes of one document.</summary>
    public static ServerLimit DocumentChanges { get; } = Define(
        "document-changes", "changes", 10_000_000, 1, Any, ErrorCodes.DocumentFull,
        "some hundred megabytes of history: years of a team's typing");

    /// <summary>UTF-16 code units of all texts of one document.</summary>
    public static ServerLimit TextUnits { get; } = Define(
        "text-units", "UTF-16 code units", 16 * MiB, 1, 256 * MiB, ErrorCodes.DocumentFull,
        "thirty long novels");

    /// <summary>Items of one document.</summary>
    public static ServerLimit Items { get; } = Define(
        "items", "items", 100_000, 1, 10_000_000, ErrorCodes.DocumentFull,
        "an editor would not draw more");

    /// <summary>UTF-16 code units of one property.</summary>
    public static ServerLimit PropertyUnits { get; } = Define(
        "property-units", "UTF-16 code units", KindLimits.PropertyLength, 16, KindLimits.PropertyLength, ErrorCodes.BadProperty,
        "a freehand stroke of ten thousand points");

    /// <summary>Operations of one change (CHANGE-5).</summary>
    public static ServerLimit Operations { get; } = Define(
        "operations", "operations", Limits.MaxOperations, 1, Limits.MaxOperations, ErrorCodes.BadField,
        "a whole board of shapes");

    /// <summary>UTF-16 code units of a user's name (JOIN-4).</summary>
    public static ServerLimit NameUnits { get; } = Define(
        "name-units", "UTF-16 code units", Limits.MaxNameLength, 1, Limits.MaxNameLength, ErrorCodes.BadField,
        "enough for any name, and a list of users stays readable");

    /// <summary>UTF-16 code units of a document's title.</summary>
    public static ServerLimit TitleUnits { get; } = Define(
        "title-units", "UTF-16 code units", 200, 1, 10_000, "bad_title",
        "a long sentence");

    /// <summary>Bytes of a text file to import.</summary>
    public static ServerLimit TextFileBytes { get; } = Define(
        "text-file-bytes", "bytes", KindLimits.TextFileBytes, 1, KindLimits.TextFileBytes, "file_too_large",
        "a thick book");

    /// <summary>Bytes of a drawing to import.</summary>
    public static ServerLimit DrawingFileBytes { get; } = Define(
        "drawing-file-bytes", "bytes", KindLimits.DrawingFileBytes, 1, KindLimits.DrawingFileBytes, "file_too_large",
        "ten thousand elements with long strokes");

    /// <summary>Bytes of a drawing to import with the pictures in it.</summary>
    public static ServerLimit BoardFileBytes { get; } = Define(
        "board-file-bytes", "bytes", KindLimits.BoardFileBytes, 1, KindLimits.BoardFileBytes, "file_too_large",
        "a drawing with a dozen photographs");

    /// <summary>Bytes of a <c>.weft</c> file to import.</summary>
    public static ServerLimit WeftFileBytes { get; } = Define(
        "weft-file-bytes", "bytes", KindLimits.WeftFileBytes, 1, KindLimits.WeftFileBytes, "file_too_large",
        "the history of a thick book");

    /// <summary>Bytes of one picture.</summary>
    public static ServerLimit PictureBytes { get; } = Define(
        "picture-bytes", "bytes", 16 * MiB, 1_024, 256 * MiB, "picture_too_large",
        "what a good camera makes; everybody who looks at the document fetches it");

    /// <summary>Pixels of one picture.</summary>
    public static ServerLimit PicturePixels { get; } = Define(
        "picture-pixels", "pixels", 100_000_000, 1, Any, "too_many_pixels",
        "each takes four bytes in the browser of everybody who looks, however small the file is");

    /// <summary>Bytes of all pictures of one document.</summary>
    public static ServerLimit DocumentPictureBytes { get; } = Define(
        "document-picture-bytes", "bytes", 512 * MiB, 1_024, 1_024 * Any, "pictures_full",
        "a hundred photographs; no document fills the disk alone");

    /// <summary>Pictures that come from one address.</summary>
    public static ServerLimit AddressUploads { get; } = Define(
        "address-uploads-per-minute", "pictures a minute", 240, 1, Any, "too_many_uploads",
        "a class that all paste at once; a picture costs a flush of the disk");

    /// <summary>Bytes that wait for one slow reader (BEAT-4).</summary>
    public static ServerLimit WaitingBytes { get; } = Define(
        "waiting-bytes", "bytes", 8 * MiB, 1, Any, "4003",
        "a minute of a busy document; what waits is memory");

    /// <summary>Frames that wait for one slow reader (BEAT-4).</summary>
    public static ServerLimit WaitingFrames { get; } = Define(
        "waiting-frames", "frames", 20_000, 1, Any, "4003",
        "small frames cost more than their bytes");

    /// <summary>Bytes of the JSON of a REST request.</summary>
    public static ServerLimit RequestBytes { get; } = Define(
        "request-bytes", "bytes", 16 * 1024, 256, MiB, "bad_json",
        "a title, or a password, and some words around it");

    private static ServerLimit Define(string name, string unit, long standard, long least, long most, string code, string reason)
    {
        var limit = new ServerLimit(name, unit, standard, least, most, code, reason) { Index = Defined.Count };
        Defined.Add(limit);
        return limit;
    }
}
