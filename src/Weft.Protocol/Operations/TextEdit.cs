namespace Weft.Protocol;

/// <summary>Replaces <paramref name="From"/>..<paramref name="To"/> (CHANGE-5). Offsets count UTF-16 code units.</summary>
/// <param name="From">Where the range starts.</param>
/// <param name="To">Where it ends, exclusive.</param>
/// <param name="Insert">What comes in its place. Without it the range is formatted if there are attributes, else deleted.</param>
/// <param name="Attributes">Of the inserted content, or the changes of format; <c>null</c> removes one.</param>
public sealed record TextEdit(
    int From, int To, TextContent? Insert = null, IReadOnlyDictionary<string, RawJson>? Attributes = null);
