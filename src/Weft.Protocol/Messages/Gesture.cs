using System.Collections.Immutable;

namespace Weft.Protocol;

/// <summary>What somebody did at once: one change, or several that belong together (HIST-2).</summary>
/// <param name="Client">Who made it.</param>
/// <param name="First">The first of its changes, by the client's ids.</param>
/// <param name="Last">The last one, inclusive.</param>
/// <param name="Name">What its author is called.</param>
/// <param name="Revision">The newest revision that it made.</param>
/// <param name="At">When it came to the server: milliseconds since 1970.</param>
/// <param name="Texts">What it did to texts.</param>
/// <param name="Items">What it did to items, of many the first.</param>
/// <param name="Count">How many items it changed.</param>
/// <param name="Undo">True when it brought former values back of its author's, else not there (CHANGE-17).</param>
/// <param name="Reverts">The changes that it took back, if it is that (HIST-4).</param>
public sealed record Gesture(
    string Client,
    long First,
    long Last,
    string Name,
    long Revision,
    long At,
    ImmutableArray<TextDeed> Texts,
    ImmutableArray<ItemDeed> Items,
    int Count,
    bool? Undo = null,
    ChangeRange? Reverts = null);
