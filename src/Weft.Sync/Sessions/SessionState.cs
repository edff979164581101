using System.Collections.Immutable;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>
/// All that a <see cref="ClientSession"/> needs to go on after its program ended. A change must be kept before it is sent (CHANGE-2).
/// </summary>
/// <param name="Settings">Who joins what.</param>
/// <param name="Generation">Of the confirmed document; null when it was never joined.</param>
/// <param name="Revision">Of the confirmed document.</param>
/// <param name="NextId">The id of the next change.</param>
/// <param name="Confirmed">The confirmed document.</param>
/// <param name="Sent">The changes that were sent and not answered.</param>
/// <param name="Queued">The changes that were not sent.</param>
/// <param name="Moved">The texts in which changes of others moved sent ones (CHANGE-13).</param>
public sealed record SessionState(
    SessionSettings Settings,
    string? Generation,
    long Revision,
    long NextId,
    WireSnapshot Confirmed,
    ImmutableArray<PendingState> Sent,
    ImmutableArray<PendingState> Queued,
    ImmutableArray<string> Moved);
