using System.Collections.Immutable;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>What a <see cref="ClientSession"/> wants done or known, in order.</summary>
public abstract record SessionOutput
{
    private protected SessionOutput()
    {
    }
}

/// <summary>Send this to the server.</summary>
/// <param name="Message">The message.</param>
public sealed record Transmit(ClientMessage Message) : SessionOutput;

/// <summary>The view changed.</summary>
/// <param name="Origin">Why.</param>
/// <param name="Ops">How: text, add, update and delete, each after the ones before it. Empty for a reset.</param>
public sealed record ViewChanged(ViewOrigin Origin, ImmutableArray<WireOperation> Ops) : SessionOutput;

/// <summary>An own change is saved, or there is nothing left of it to save.</summary>
/// <param name="Id">The change.</param>
/// <param name="Revision">The revision it made, or one not below that when it was learnt from a snapshot.</param>
public sealed record ChangeSaved(long Id, long Revision) : SessionOutput;

/// <summary>An own change was refused; the view has been rolled back already.</summary>
/// <param name="Id">The change.</param>
/// <param name="Error">Why.</param>
/// <param name="Ops">What it was, as it had been sent.</param>
public sealed record ChangeRejected(long Id, WireError Error, ImmutableArray<WireOperation> Ops) : SessionOutput;

/// <summary>A change that followed a refused one is sent again under another id.</summary>
/// <param name="Former">The id it had.</param>
/// <param name="Id">The id it has.</param>
public sealed record ChangeRenumbered(long Former, long Id) : SessionOutput;

/// <summary>The document was replaced as a whole (JOIN-6): these unsaved changes belong to one that is gone.</summary>
/// <param name="Changes">The changes, for the user to look at.</param>
public sealed record ChangesSetAside(ImmutableArray<PendingState> Changes) : SessionOutput;

/// <summary>The session is up to date.</summary>
/// <param name="Message">What the server told.</param>
public sealed record Synced(SyncMessage Message) : SessionOutput;

/// <summary>What the user may do in the document has changed (ACCESS-6).</summary>
/// <param name="Role">The role from now on.</param>
/// <param name="CanRun">Whether the user may run code.</param>
/// <param name="By">The name of who changed it, where that is known.</param>
public sealed record AccessChanged(DocumentRole Role, bool CanRun, string? By = null) : SessionOutput;

/// <summary>Somebody came or went.</summary>
/// <param name="Message">Who.</param>
public sealed record PresenceChanged(PresenceMessage Message) : SessionOutput;

/// <summary>Somebody's cursor moved; see <see cref="ClientSession.Cursor"/>.</summary>
/// <param name="Client">Whose.</param>
public sealed record CursorMoved(string Client) : SessionOutput;

/// <summary>The server refused something that was no change, for example the join.</summary>
/// <param name="Error">Why.</param>
public sealed record RequestFailed(WireError Error) : SessionOutput;
