namespace Weft.Protocol;

/// <summary>What a gesture did to one text (HIST-2). All in UTF-16 units.</summary>
/// <param name="Path">The text.</param>
/// <param name="Inserted">How much it put in.</param>
/// <param name="Deleted">How much it left out.</param>
/// <param name="Formatted">How much it formatted.</param>
/// <param name="From">Where that begins in the newest text.</param>
/// <param name="To">Where it ends there, exclusive.</param>
public sealed record TextDeed(string Path, int Inserted, int Deleted, int Formatted, int From, int To);
