using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Weft.Protocol;

/// <summary>What a server sends. The cases are closed; <c>type</c> names them on the wire.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ResponseMessage), "response")]
[JsonDerivedType(typeof(SyncMessage), "sync")]
[JsonDerivedType(typeof(RemoteChangeMessage), "change")]
[JsonDerivedType(typeof(RemoteCursorMessage), "cursor")]
[JsonDerivedType(typeof(PresenceMessage), "presence")]
[JsonDerivedType(typeof(AccessMessage), "access")]
[JsonDerivedType(typeof(ExpiringMessage), "expiring")]
[JsonDerivedType(typeof(HistoryAnswer), "history")]
public abstract record ServerMessage;

/// <summary>The answer to one request (REPLY-3).</summary>
/// <param name="Status">What became of the request.</param>
/// <param name="InReply">The request's id, when it had one that could be read.</param>
/// <param name="Revision">Of the saved change (CHANGE-10), or the newest one (BEAT-1).</param>
/// <param name="Time">The server's clock, milliseconds since 1970 (BEAT-1).</param>
/// <param name="Applied">What a saved change came to mean, when changes of others lay before it (CHANGE-10).</param>
/// <param name="Error">Why, for <see cref="ResponseStatus.Rejected"/> and <see cref="ResponseStatus.Error"/>.</param>
/// <param name="Expires">When the sign-in ends: milliseconds since 1970; not there when it does not (ACCESS-3).</param>
public sealed record ResponseMessage(
    ResponseStatus Status,
    long? InReply = null,
    long? Revision = null,
    long? Time = null,
    ImmutableArray<WireOperation>? Applied = null,
    WireError? Error = null,
    long? Expires = null)
    : ServerMessage;

/// <summary>The answer to a successful join: all that a client needs to start from (JOIN-5 to JOIN-9).</summary>
/// <param name="Document">The document's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Kind">Its kind, for example <c>text</c> or <c>board</c>.</param>
/// <param name="Generation">Changes when the document is replaced as a whole (JOIN-6).</param>
/// <param name="Revision">The newest revision; the state after <paramref name="Changes"/>, or of <paramref name="Snapshot"/>.</param>
/// <param name="Client">Who the client is in this room (JOIN-2).</param>
/// <param name="Color"><c>#rrggbb</c> of the client.</param>
/// <param name="Time">The server's clock, milliseconds since 1970.</param>
/// <param name="Users">The others that are here now.</param>
/// <param name="Saved">Ranges of this client's change ids that are saved, ascending (JOIN-7).</param>
/// <param name="InReply">The id of the join, when it had one.</param>
/// <param name="Changes">Exactly the changes after the revision that the client has, when it is near.</param>
/// <param name="Snapshot">The whole document otherwise.</param>
/// <param name="Cursors">The others' newest cursors.</param>
/// <param name="Role">What the client may do (ACCESS-6).</param>
/// <param name="Run">True when it may run code too, else not there.</param>
/// <param name="Name">What the server calls its user.</param>
public sealed record SyncMessage(
    string Document,
    string Title,
    string Kind,
    string Generation,
    long Revision,
    string Client,
    string Color,
    long Time,
    ImmutableArray<User> Users,
    ImmutableArray<IdRange> Saved,
    long? InReply = null,
    ImmutableArray<RemoteChangeMessage>? Changes = null,
    [property: JsonConverter(typeof(WireSnapshotConverter))] WireSnapshot? Snapshot = null,
    ImmutableArray<RemoteCursorMessage>? Cursors = null,
    DocumentRole? Role = null,
    bool? Run = null,
    string? Name = null)
    : ServerMessage;

/// <summary>A saved change, in the coordinates of <paramref name="Revision"/> - 1 (CHANGE-9), or several of one client (CHANGE-16).</summary>
/// <param name="Revision">The revision that the change made.</param>
/// <param name="Client">Its author.</param>
/// <param name="Id">The author's id of it.</param>
/// <param name="At">When it was made: milliseconds since 1970 on the server's clock.</param>
/// <param name="Ops">Only text, add, update, delete and restore; may be empty.</param>
/// <param name="Since">The revision before the first of several changes, in whose coordinates all of them are told.</param>
/// <param name="Undo">True when it brings former values back of its author's, else not there (CHANGE-17).</param>
/// <param name="Reverts">The changes that it takes back, if it is that (HIST-5).</param>
public sealed record RemoteChangeMessage(
    long Revision,
    string Client,
    long Id,
    long At,
    ImmutableArray<WireOperation> Ops,
    long? Since = null,
    bool? Undo = null,
    ChangeRange? Reverts = null)
    : ServerMessage
{
    /// <summary>The revision that the change was made to.</summary>
    [JsonIgnore]
    public long Before => Since ?? Revision - 1;
}

/// <summary>Where another client is (PRES-2).</summary>
/// <param name="Client">Whose cursor it is.</param>
/// <param name="Revision">The revision that the offsets count in.</param>
/// <param name="Path">The text or item that the cursor is in.</param>
/// <param name="Ranges">Selections in the text of <paramref name="Path"/>.</param>
/// <param name="Pointer">Where the mouse is.</param>
/// <param name="Selected">Ids of selected items.</param>
/// <param name="Preview"><see cref="UpdateOperation"/>s for the eye only.</param>
/// <param name="View">What of the document is seen.</param>
/// <param name="Laser">Whether the pointer draws a trail that fades.</param>
[SuppressMessage("Naming", "CA1720", Justification = "The protocol's word for where a mouse is.")]
public sealed record RemoteCursorMessage(
    string Client,
    long Revision,
    string? Path = null,
    ImmutableArray<CursorRange>? Ranges = null,
    CursorPoint? Pointer = null,
    ImmutableArray<string>? Selected = null,
    ImmutableArray<WireOperation>? Preview = null,
    CursorView? View = null,
    bool? Laser = null)
    : ServerMessage;

/// <summary>Who came and went, and what the document is called now (PRES-4).</summary>
/// <param name="Joined">Those that came, or that changed their name or colour.</param>
/// <param name="Left">Client ids of those that went.</param>
/// <param name="Count">How many clients are in the room now, the receiver included.</param>
/// <param name="Title">The new title, when the document was renamed.</param>
public sealed record PresenceMessage(ImmutableArray<User> Joined, ImmutableArray<string> Left, int Count, string? Title = null)
    : ServerMessage;

/// <summary>What the client may do in the document from now on (ACCESS-6).</summary>
/// <param name="Role">Its role.</param>
/// <param name="Run">True when it may run code too, else not there.</param>
/// <param name="By">The name of who changed it, where that is known.</param>
public sealed record AccessMessage(DocumentRole Role, bool? Run = null, string? By = null) : ServerMessage;

/// <summary>What the client signed in with ends soon (ACCESS-4).</summary>
/// <param name="At">When: milliseconds since 1970.</param>
public sealed record ExpiringMessage(long At) : ServerMessage;

/// <summary>What was changed lately (HIST-1).</summary>
/// <param name="Revision">The newest revision, in whose coordinates places in texts are.</param>
/// <param name="Gestures">The newest last.</param>
/// <param name="InReply">The id of the question, when it had one.</param>
public sealed record HistoryAnswer(long Revision, ImmutableArray<Gesture> Gestures, long? InReply = null) : ServerMessage;
