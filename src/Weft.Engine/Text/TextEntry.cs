namespace Weft.Engine;

/// <summary>One operation of the history of a text.</summary>
/// <param name="Change">The index of its change.</param>
/// <param name="Operation">What the author did, in the author's coordinates.</param>
/// <param name="LengthBefore">The length of the merged text just before it was merged.</param>
/// <param name="LowSurrogates">
/// Of a deletion: the offsets of low surrogates among the deleted units, which the text can no longer tell; null for
/// none.
/// </param>
internal readonly record struct TextEntry(int Change, Operation Operation, int LengthBefore, int[]? LowSurrogates);
