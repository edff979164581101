using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Weft.Server.Tests;

/// <summary>Keeps what was logged.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Line, string Category)> _lines = new();

    public IEnumerable<string> All => _lines.Select(l => l.Line);

    /// <summary>What Weft itself logged, not its host.</summary>
    public IEnumerable<string> Own => _lines.Where(l => l.Category.StartsWith("Weft", StringComparison.Ordinal)).Select(l => l.Line);

    public IEnumerable<string> Errors => _lines.Where(l => l.Level >= LogLevel.Error).Select(l => l.Line);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() => _lines.Clear();

    private sealed class Logger(LogLines owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner._lines.Enqueue((logLevel, formatter(state, exception) + (exception is null ? string.Empty : " " + exception), category));
    }
}
