namespace Weft.Protocol;

/// <summary>The stable codes of <see cref="WireError.Code"/>; docs/protocol.md says when each is used.</summary>
public static class ErrorCodes
{
    /// <summary>A binary frame, or one that is not an object (FRAME-2).</summary>
    public const string BadFrame = "bad_frame";

    /// <summary>Not JSON, nested too deep, or a name given twice in one object (FRAME-5).</summary>
    public const string BadJson = "bad_json";

    /// <summary>No such message (FRAME-3).</summary>
    public const string UnknownType = "unknown_type";

    /// <summary>A required field is not there (FRAME-5).</summary>
    public const string MissingField = "missing_field";

    /// <summary>A field of a wrong type or range (FRAME-5).</summary>
    public const string BadField = "bad_field";

    /// <summary>Text that is not Unicode (FRAME-7).</summary>
    public const string BadText = "bad_text";

    /// <summary>Over <see cref="Limits.MaxFrameBytes"/> (FRAME-4).</summary>
    public const string FrameTooLarge = "frame_too_large";

    /// <summary>A change or cursor without a join before it (REPLY-4).</summary>
    public const string NotJoined = "not_joined";

    /// <summary>No such document (JOIN-8).</summary>
    public const string UnknownDocument = "unknown_document";

    /// <summary>A base above the newest revision (CHANGE-3).</summary>
    public const string FutureBase = "future_base";

    /// <summary>The change that this one builds upon was not saved (CHANGE-4).</summary>
    public const string AfterUnsaved = "after_unsaved";

    /// <summary>Over <see cref="Limits.MaxUnansweredChanges"/> (CHANGE-4).</summary>
    public const string TooManyUnsaved = "too_many_unsaved";

    /// <summary>An offset beyond the text, or a range that ends before it starts (CHANGE-6).</summary>
    public const string OutOfRange = "out_of_range";

    /// <summary>An offset inside a surrogate pair (CHANGE-6).</summary>
    public const string SplitsSurrogate = "splits_surrogate";

    /// <summary>A path that the document's kind does not have (DOC-3).</summary>
    public const string UnknownPath = "unknown_path";

    /// <summary>A property that the document's kind does not allow.</summary>
    public const string BadProperty = "bad_property";

    /// <summary>An item is added under an id in use (CHANGE-8).</summary>
    public const string ItemExists = "item_exists";

    /// <summary>An operation on an item that the author never saw (CHANGE-8).</summary>
    public const string UnknownItem = "unknown_item";

    /// <summary>What is to be taken back is not among the recent changes (HIST-4).</summary>
    public const string UnknownChange = "unknown_change";

    /// <summary>Nothing is left of what is to be taken back (HIST-4).</summary>
    public const string NothingLeft = "nothing_left";

    /// <summary>Nobody signed in on this connection, or with something that is not valid (ACCESS-1 to ACCESS-3).</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The role is too small for it (ACCESS-5).</summary>
    public const string Forbidden = "forbidden";

    /// <summary>Somebody else locked the item (ACCESS-8).</summary>
    public const string Locked = "locked";

    /// <summary>The client id is somebody else's (ACCESS-9).</summary>
    public const string ClientTaken = "client_taken";

    /// <summary>The change would take the document past its limit.</summary>
    public const string DocumentFull = "document_full";

    /// <summary>Too many messages; some were dropped (BEAT-5).</summary>
    public const string SlowDown = "slow_down";

    /// <summary>Too many joins, of this connection or its address (JOIN-12).</summary>
    public const string TooManyJoins = "too_many_joins";

    /// <summary>The document has as many connections as it can (JOIN-12).</summary>
    public const string DocumentBusy = "document_busy";

    /// <summary>The server has as many documents open as it can (JOIN-12).</summary>
    public const string ServerFull = "server_full";

    /// <summary>More comes from this address than is taken at once (BEAT-7).</summary>
    public const string AddressBusy = "address_busy";

    /// <summary>The server's fault; nothing was applied.</summary>
    public const string Internal = "internal";
}
