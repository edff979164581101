namespace Weft.Load;

/// <summary>What one measurement found. What a scenario does not measure is null.</summary>
/// <param name="PerSecond">Delivered edits a second; of fan-out.</param>
/// <param name="CpuMicroseconds">Server CPU time for each delivered edit (of many rooms: for each edit; of joins: for each join).</param>
/// <param name="P50">Half of the edits took at most so many milliseconds from writer to reader.</param>
/// <param name="P99">99 of 100 did.</param>
/// <param name="ResidentBytes">The server's memory at the end (of idle connections: what each of them added).</param>
/// <param name="Bytes">Bytes sent for each join.</param>
/// <param name="EditsPerFrame">Edits that came in one message, on average.</param>
internal sealed record Outcome(
    double? PerSecond = null,
    double? CpuMicroseconds = null,
    double? P50 = null,
    double? P99 = null,
    double? ResidentBytes = null,
    double? Bytes = null,
    double? EditsPerFrame = null);
