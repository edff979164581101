using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Weft.Cli;

/// <summary>
/// Sends measurements and traces by OTLP to where the usual variables of OpenTelemetry say, and does nothing when they say nothing.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    private const string Name = "Weft";
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly MeterProvider? _metrics;
    private readonly TracerProvider? _traces;

    private Telemetry(MeterProvider? metrics, TracerProvider? traces) => (_metrics, _traces) = (metrics, traces);

    /// <summary>Starts what the environment asks for. Dispose it last: that sends what is left.</summary>
    public static Telemetry Start()
    {
        var off = string.Equals(Environment.GetEnvironmentVariable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);
        return new Telemetry(
            !off && Asks("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT") ? Sdk.CreateMeterProviderBuilder().AddMeter(Name).AddMeter("System.Runtime").AddOtlpExporter().Build() : null,
            !off && Asks("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") ? Traces().Build() : null);
    }

    /// <summary>
    /// What the server does is a part of requests that nobody records, and by default such a part is not recorded either: unless somebody chose
    /// otherwise, it is.
    /// </summary>
    private static TracerProviderBuilder Traces()
    {
        var traces = Sdk.CreateTracerProviderBuilder().AddSource(Name).AddOtlpExporter();
        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_TRACES_SAMPLER")) ? traces.SetSampler(new AlwaysOnSampler()) : traces;
    }

    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }

    private static bool Asks(string own) =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(own)) || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint));
}
