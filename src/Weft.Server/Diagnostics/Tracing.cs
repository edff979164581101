using System.Diagnostics;

namespace Weft.Server.Diagnostics;

/// <summary>The source of the server's traces: what takes time and is not done for every message.</summary>
internal static class Tracing
{
    public static ActivitySource Source { get; } = new(WeftMetrics.MeterName);
}
