using Microsoft.Extensions.Logging;
using Weft.Server;

namespace Weft.Cli;

/// <summary>What <see cref="Operations"/> read.</summary>
internal sealed record OperationsSettings(IReadOnlyList<string> Limits, bool LogsJson, bool PublicMetrics)
{
    public void Apply(WeftOptions options)
    {
        options.PublicMetrics = PublicMetrics;
        foreach (var limit in Limits)
        {
            options.Limits.TrySet(limit, out _);
        }
    }

    public void Apply(ILoggingBuilder logging)
    {
        if (LogsJson)
        {
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
        else
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
        }
    }
}
