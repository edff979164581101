using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Weft.Load;

/// <summary>The table of a run, as Markdown.</summary>
internal sealed class LoadReport(MatrixSettings settings, IReadOnlyList<Contender> contenders)
{
    private readonly StringBuilder _rows = new();

    /// <summary>Adds one scenario's row for each measure that it has.</summary>
    public void Add(string scenario, IReadOnlyDictionary<Contender, List<Outcome>> found)
    {
        Row(scenario, "M edits/s delivered", found, outcome => outcome.PerSecond / 1e6, "0.00");
        Row(scenario, scenario.StartsWith("join", StringComparison.Ordinal) ? "server CPU µs per join" : "server CPU µs per edit", found, outcome => outcome.CpuMicroseconds, "0.00");
        Row(scenario, "p50 ms", found, outcome => outcome.P50, "0.0");
        Row(scenario, "p99 ms", found, outcome => outcome.P99, "0.0");
        Row(scenario, "edits per frame", found, outcome => outcome.EditsPerFrame, "0.0");
        Row(scenario, "kB sent", found, outcome => outcome.Bytes / 1e3, "0");
        if (scenario.Contains("idle", StringComparison.Ordinal))
        {
            Row(scenario, "KiB per connection", found, outcome => outcome.ResidentBytes / 1024, "0.0");
        }
        else
        {
            Row(scenario, "RSS MiB", found, outcome => outcome.ResidentBytes / (1 << 20), "0");
        }
    }

    /// <summary>Prints the report, and writes it where it was asked for.</summary>
    public void Write()
    {
        var text = new StringBuilder();
        text.AppendLine("# Servers under load, side by side");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Medians of {settings.Rounds} runs in turns, {settings.Time.TotalSeconds} s each after a warm-up, a new server process each time; {Environment.ProcessorCount} cores for the generator and the server together, {RuntimeInformation.OSDescription}, .NET {Environment.Version}. An edit is one typed letter. Delivered edits are counted at every reader; a run counts only when every reader got each edit once, and one that kept all messages has the text. Server CPU is that of all of its threads. The window is 64 edits that are not acknowledged by the server, or, where it acknowledges nothing, not arrived; the writer puts what it may write into one send, a message for each edit. The warm-up lasts 8 s (rooms: 16 s; idle: a quarter of the connections, which stay and are not counted).");
        text.AppendLine();
        text.AppendLine("Weft has each edit on the disk (SQLite, flushed with every commit) before it tells anybody, and merges it. Hocuspocus merges and here saves nothing; the relays do neither.");
        text.AppendLine();
        text.AppendLine("| scenario | measure | " + string.Join(" | ", contenders.Select(c => c.Name)) + " |");
        text.AppendLine("|---|---|" + string.Concat(contenders.Select(_ => "---|")));
        text.Append(_rows);
        Console.WriteLine(text);
        if (settings.Report is { } file)
        {
            File.WriteAllText(file, text.ToString());
        }
    }

    private void Row(string scenario, string measure, IReadOnlyDictionary<Contender, List<Outcome>> found, Func<Outcome, double?> value, string format)
    {
        var medians = contenders.Select(contender => Median(found[contender].Select(value).OfType<double>())).ToList();
        if (medians.Exists(median => median is not null))
        {
            _rows.AppendLine($"| {scenario} | {measure} | " + string.Join(" | ", medians.Select(m => m?.ToString(format, CultureInfo.InvariantCulture) ?? "–")) + " |");
        }
    }

    private static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
