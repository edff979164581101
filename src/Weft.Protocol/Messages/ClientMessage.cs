using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Weft.Protocol;

/// <summary>What a client sends. The cases are closed; <c>type</c> names them on the wire.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(JoinMessage), "join")]
[JsonDerivedType(typeof(LeaveMessage), "leave")]
[JsonDerivedType(typeof(ChangeMessage), "change")]
[JsonDerivedType(typeof(RevertMessage), "revert")]
[JsonDerivedType(typeof(HistoryMessage), "history")]
[JsonDerivedType(typeof(CursorMessage), "cursor")]
[JsonDerivedType(typeof(HeartbeatMessage), "heartbeat")]
[JsonDerivedType(typeof(AuthMessage), "auth")]
public abstract record ClientMessage
{
    /// <summary>Names the request in its answer (REPLY-1): 1 to 2^53 - 1. Required in a change.</summary>
    [JsonPropertyOrder(-1)]
    public long? Id { get; init; }
}

/// <summary>Opens a document (JOIN-1).</summary>
/// <param name="Document">Its id.</param>
/// <param name="Client">Who makes the changes (JOIN-2); without it the server makes one.</param>
/// <param name="Name">1 to 100 characters; <c>Guest</c> without it (JOIN-4).</param>
/// <param name="Color"><c>#rrggbb</c>; without it the server chooses (JOIN-4).</param>
/// <param name="Have">The state the client holds already (JOIN-5).</param>
/// <param name="Batch">Whether the client takes several messages in one frame (FRAME-8) and several changes as one (CHANGE-16).</param>
public sealed record JoinMessage(
    string Document, string? Client = null, string? Name = null, string? Color = null, HaveState? Have = null, bool? Batch = null)
    : ClientMessage;

/// <summary>Leaves the document that was joined; the connection stays.</summary>
public sealed record LeaveMessage : ClientMessage;

/// <summary>One change: all of it is taken, or none (CHANGE-1).</summary>
/// <param name="Base">The revision that the author saw, without own unsaved changes (CHANGE-3).</param>
/// <param name="Ops">What was done, each operation after the ones before it.</param>
/// <param name="After">The change that the client sent just before, when it was not answered yet (CHANGE-4).</param>
/// <param name="At">When the edit was made: milliseconds since 1970 on the server's clock (CHANGE-12).</param>
/// <param name="Undo">Whether it brings former values back: what is written at the same time stands then (CHANGE-17).</param>
public sealed record ChangeMessage(
    long Base, ImmutableArray<WireOperation> Ops, long? After = null, long? At = null, bool? Undo = null)
    : ClientMessage;

/// <summary>Takes changes of anybody back, as far as they still stand, as a change of the sender; its id is required (HIST-4).</summary>
/// <param name="Client">Whose changes.</param>
/// <param name="First">The first, by that client's ids.</param>
/// <param name="Last">The last, inclusive.</param>
public sealed record RevertMessage(string Client, long First, long Last) : ClientMessage;

/// <summary>Asks what was changed lately (HIST-1).</summary>
public sealed record HistoryMessage : ClientMessage;

/// <summary>Where the sender is; replaces its former cursor as a whole (PRES-1).</summary>
/// <param name="Base">The revision that the offsets count in, without own unsaved changes.</param>
/// <param name="Path">The text or item that the cursor is in.</param>
/// <param name="Ranges">Selections in the text of <paramref name="Path"/>.</param>
/// <param name="Pointer">Where the mouse is, in the document's own coordinates.</param>
/// <param name="Selected">Ids of selected items.</param>
/// <param name="Preview"><see cref="UpdateOperation"/>s for the eye only.</param>
/// <param name="View">What of the document is seen.</param>
/// <param name="Laser">Whether the pointer draws a trail that fades.</param>
[SuppressMessage("Naming", "CA1720", Justification = "The protocol's word for where a mouse is.")]
public sealed record CursorMessage(
    long Base,
    string? Path = null,
    ImmutableArray<CursorRange>? Ranges = null,
    CursorPoint? Pointer = null,
    ImmutableArray<string>? Selected = null,
    ImmutableArray<WireOperation>? Preview = null,
    CursorView? View = null,
    bool? Laser = null)
    : ClientMessage;

/// <summary>Says that the client is alive (BEAT-1).</summary>
public sealed record HeartbeatMessage : ClientMessage;

/// <summary>Signs in, or goes on being signed in (ACCESS-1, ACCESS-4).</summary>
/// <param name="Token">A secret: the server's token, a session's, or one signed by an outside issuer.</param>
public sealed record AuthMessage(string Token) : ClientMessage
{
    /// <summary>Says what it is, and keeps the secret.</summary>
    public override string ToString() => nameof(AuthMessage);
}
