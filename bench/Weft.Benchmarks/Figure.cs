namespace Weft.Benchmarks;

/// <summary>One figure of a work that gives several: where it stands in its table, and what it is.</summary>
/// <param name="Row">The row's name.</param>
/// <param name="Column">The column's name, with the unit.</param>
/// <param name="Value">The median.</param>
internal sealed record Figure(string Row, string Column, double Value);
