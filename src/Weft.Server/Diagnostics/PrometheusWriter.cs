using System.Globalization;
using System.Text;

namespace Weft.Server.Diagnostics;

/// <summary>Writes measurements in Prometheus' text format 0.0.4.</summary>
internal static class PrometheusWriter
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>A family of samples: their help, their type, and each of them.</summary>
    public static void Write(StringBuilder output, MeasuredInstrument instrument)
    {
        var name = NameOf(instrument.Name, instrument.Unit, instrument.IsCounter);
        output.Append("# HELP ").Append(name).Append(' ').Append(Escape(instrument.Description, quotes: false)).Append('\n');
        output.Append("# TYPE ").Append(name).Append(' ')
            .Append(instrument.Bounds is not null ? "histogram" : instrument.IsCounter ? "counter" : "gauge").Append('\n');
        foreach (var series in instrument.Series())
        {
            if (instrument.Bounds is { } bounds)
            {
                WriteHistogram(output, name, bounds, series);
            }
            else
            {
                Line(output, name, series.Label, null, series.Sum);
            }
        }
    }

    /// <summary>The name by Prometheus' rules: underscores, the unit behind, and <c>_total</c> for what only grows.</summary>
    internal static string NameOf(string name, string? unit, bool isCounter)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        var suffix = unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => string.Empty,
        };
        return plain + suffix + (isCounter ? "_total" : string.Empty);
    }

    private static void WriteHistogram(StringBuilder output, string name, IReadOnlyList<double> bounds, MeasuredSeries series)
    {
        var sum = 0L;
        for (var i = 0; i <= bounds.Count; i++)
        {
            sum += series.Buckets[i];
            Line(output, name + "_bucket", series.Label, i < bounds.Count ? Number(bounds[i]) : "+Inf", sum);
        }

        Line(output, name + "_sum", series.Label, null, series.Sum);
        Line(output, name + "_count", series.Label, null, sum);
    }

    private static void Line(StringBuilder output, string name, KeyValuePair<string, string>? label, string? bound, double value)
    {
        output.Append(name);
        if (label is not null || bound is not null)
        {
            output.Append('{');
            if (label is { } known)
            {
                output.Append(known.Key).Append("=\"").Append(Escape(known.Value, quotes: true)).Append(bound is null ? "\"" : "\",");
            }

            if (bound is not null)
            {
                output.Append("le=\"").Append(bound).Append('"');
            }

            output.Append('}');
        }

        output.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
