namespace Weft.Benchmarks;

/// <summary>One edit as an editor reports it: at a position, so many units deleted and this text inserted.</summary>
internal readonly record struct LocalEdit(int Position, int Deleted, string Inserted);
