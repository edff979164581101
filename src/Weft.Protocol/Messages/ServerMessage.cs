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
public abstract record ServerMessage;

/// <summary>The answer to one request (REPLY-3).</summary>
/// <param name="Status">What became of the request.</param>
/// <param name="InReply">The request's id, when it had one that could be read.</param>
/// <param name="Revision">Of the saved change (CHANGE-10), or the newest one (BEAT-1).</param>
/// <param name="Time">The server's clock, milliseconds since 1970 (BEAT-1).</param>
/// <param name="Applied">What a saved change came to mean, when changes of others lay before it (CHANGE-10).</param>
/// <param name="Error">Why, for <see cref="ResponseStatus.Rejected"/> and <see cref="ResponseStatus.Error"/>.</param>
public sealed record ResponseMessage(
    ResponseStatus Status,
    long? InReply = null,
    long? Revision = null,
    long? Time = null,
    ImmutableArray<WireOperation>? Applied = null,
    WireError? Error = null)
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
    WireSnapshot? Snapshot = null,
    ImmutableArray<RemoteCursorMessage>? Cursors = null)
    : ServerMessage;

/// <summary>A saved change, in the coordinates of <paramref name="Revision"/> - 1 (CHANGE-9).</summary>
/// <param name="Revision">The revision that the change made.</param>
/// <param name="Client">Its author.</param>
/// <param name="Id">The author's id of it.</param>
/// <param name="At">When it was made: milliseconds since 1970 on the server's clock.</param>
/// <param name="Ops">Only text, add, update, delete and restore; may be empty.</param>
public sealed record RemoteChangeMessage(
    long Revision, string Client, long Id, long At, ImmutableArray<WireOperation> Ops)
    : ServerMessage;

/// <summary>Where another client is (PRES-2).</summary>
/// <param name="Client">Whose cursor it is.</param>
/// <param name="Revision">The revision that the offsets count in.</param>
/// <param name="Path">The text or item that the cursor is in.</param>
/// <param name="Ranges">Selections in the text of <paramref name="Path"/>.</param>
/// <param name="Pointer">Where the mouse is.</param>
/// <param name="Selected">Ids of selected items.</param>
/// <param name="Preview"><see cref="UpdateOperation"/>s for the eye only.</param>
[SuppressMessage("Naming", "CA1720", Justification = "The protocol's word for where a mouse is.")]
public sealed record RemoteCursorMessage(
    string Client,
    long Revision,
    string? Path = null,
    ImmutableArray<CursorRange>? Ranges = null,
    CursorPoint? Pointer = null,
    ImmutableArray<string>? Selected = null,
    ImmutableArray<WireOperation>? Preview = null)
    : ServerMessage;

/// <summary>Who came and went, and what the document is called now (PRES-4).</summary>
/// <param name="Joined">Those that came, or that changed their name or colour.</param>
/// <param name="Left">Client ids of those that went.</param>
/// <param name="Count">How many clients are in the room now, the receiver included.</param>
/// <param name="Title">The new title, when the document was renamed.</param>
public sealed record PresenceMessage(ImmutableArray<User> Joined, ImmutableArray<string> Left, int Count, string? Title = null)
    : ServerMessage;
