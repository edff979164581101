using System.Text.Json.Serialization;

namespace Weft.Benchmarks;

/// <summary>What one process has measured; the same line as bench/peers/run.js prints.</summary>
internal sealed record WorkLine
{
    public string Library { get; init; } = "weft";

    /// <summary>The runtime's version.</summary>
    public string Version { get; init; } = Environment.Version.ToString();

    public required string Work { get; init; }

    /// <summary>CPU milliseconds of the first run in the process.</summary>
    public double? Cold { get; init; }

    /// <summary>CPU milliseconds of the runs after it: their median.</summary>
    public double? Warm { get; init; }

    /// <summary>How many warm runs there were.</summary>
    public int? Runs { get; init; }

    /// <summary>Bytes allocated by one warm run.</summary>
    public long? Allocated { get; init; }

    /// <summary>Bytes of the saved document.</summary>
    public long? Bytes { get; init; }

    /// <summary>Bytes of one update: the median.</summary>
    public long? UpdateBytes { get; init; }

    /// <summary>Whether what is saved can show the text as it was.</summary>
    public bool? History { get; init; }

    /// <summary>Bytes held by an open document.</summary>
    public HeldMemory? Held { get; init; }

    /// <summary>Bytes that the process grew by at most.</summary>
    public long? Peak { get; init; }

    /// <summary>What was measured, where it is more than one thing.</summary>
    public Figure[]? Figures { get; init; }

    /// <summary><c>right</c> when the text was as recorded.</summary>
    public required string Text { get; init; }
}

/// <summary>Bytes held: on the heap, and by the whole process.</summary>
internal sealed record HeldMemory(long Heap, long Rss);

/// <summary>How lines become JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkLine))]
internal sealed partial class WorkLineContext : JsonSerializerContext;
