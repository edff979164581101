using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Weft.Server.Diagnostics;

/// <summary>Listens to the instruments of one server, and says in Prometheus' text format what they measured. For any thread.</summary>
internal sealed class MetricsReader : IDisposable
{
    private readonly ConcurrentDictionary<string, MeasuredInstrument> _instruments = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public MetricsReader(WeftMetrics metrics)
    {
        // Only those of this server: a process may run several.
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, metrics.Meter))
            {
                listener.EnableMeasurementEvents(instrument, _instruments.GetOrAdd(instrument.Name, _ => new MeasuredInstrument(instrument)));
            }
        };
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((MeasuredInstrument)state!).Take(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((MeasuredInstrument)state!).Take(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((MeasuredInstrument)state!).Take(value, tags));
        _listener.Start();
    }

    /// <summary>Everything that was measured so far, and what the process takes.</summary>
    public string Read()
    {
        _listener.RecordObservableInstruments();
        var output = new StringBuilder();
        foreach (var (_, instrument) in _instruments.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            PrometheusWriter.Write(output, instrument);
        }

        using var process = Process.GetCurrentProcess();
        WriteProcess(output, "process_cpu_seconds_total", "counter", "Processor time of the process.", process.TotalProcessorTime.TotalSeconds);
        WriteProcess(output, "process_resident_memory_bytes", "gauge", "Memory of the process.", process.WorkingSet64);
        WriteProcess(output, "process_threads", "gauge", "Threads of the process.", process.Threads.Count);
        WriteProcess(output, "dotnet_gc_heap_bytes", "gauge", "What the garbage collector holds.", GC.GetTotalMemory(forceFullCollection: false));
        WriteProcess(output, "dotnet_gc_pause_seconds_total", "counter", "Time that garbage collection stopped the process for.", GC.GetTotalPauseDuration().TotalSeconds);
        return output.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private static void WriteProcess(StringBuilder output, string name, string type, string help, double value) => output.Append(
        CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value:R}\n");
}
