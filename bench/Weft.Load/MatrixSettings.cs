namespace Weft.Load;

/// <summary>What is measured, and where the programs are.</summary>
internal sealed record MatrixSettings(
    string? Only, string? Servers, int Rounds, TimeSpan Time, string Weft, string Peers, string? Trace, string? Report);
