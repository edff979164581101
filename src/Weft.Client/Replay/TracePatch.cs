namespace Weft.Client.Replay;

/// <summary>One edit of a trace.</summary>
/// <param name="Position">Where, in Unicode code points.</param>
/// <param name="Deleted">How many code points are deleted there.</param>
/// <param name="Inserted">What is inserted there.</param>
public readonly record struct TracePatch(int Position, int Deleted, string Inserted);
