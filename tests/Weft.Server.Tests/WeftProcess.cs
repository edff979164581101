using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Weft.Client;

namespace Weft.Server.Tests;

/// <summary>The built <c>weft</c> program as a process of its own.</summary>
internal sealed partial class WeftProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<ServerAddress> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WeftProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public string Output => Text(_output);

    public string Errors => Text(_errors);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static WeftProcess Start(params string[] arguments) => StartIn([], new Dictionary<string, string>(), arguments);

    public static WeftProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) => StartIn([], environment, arguments);

    public static WeftProcess StartIn(IReadOnlyList<string> wrapper, params string[] arguments) => StartIn(wrapper, new Dictionary<string, string>(), arguments);

    /// <summary>Starts it by another command, which must put the program in its own place: <c>sh -c "...; exec "$@"" sh</c>, for example.</summary>
    private static WeftProcess StartIn(IReadOnlyList<string> wrapper, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        string[] command = [.. wrapper, "dotnet", Path.Combine(AppContext.BaseDirectory, "weft.dll"), .. arguments];
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in command[1..])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var weft = new WeftProcess(new Process { StartInfo = start });
        weft._process.OutputDataReceived += (_, line) => weft.Note(weft._output, line.Data);
        weft._process.ErrorDataReceived += (_, line) => weft.Note(weft._errors, line.Data);
        weft._process.Start();
        weft._process.BeginOutputReadLine();
        weft._process.BeginErrorReadLine();
        return weft;
    }

    public static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var weft = Start(arguments);
        var code = await weft.ExitedAsync();
        return (code, weft.Output, weft.Errors);
    }

    /// <summary>Waits until the server says where it is.</summary>
    public async Task<ServerAddress> ListeningAsync()
    {
        try
        {
            return await _address.Task.WaitAsync(Patience, Ct);
        }
        catch (TimeoutException exception)
        {
            throw new InvalidOperationException($"The server did not start: {Output} {Errors}", exception);
        }
    }

    public async Task<int> ExitedAsync()
    {
        await _process.WaitForExitAsync(Ct).WaitAsync(Patience, Ct);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitedAsync();
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    public Task<int> TerminateAsync() => SignalAsync("-TERM");

    /// <summary>Asks it to end, as Ctrl+C does.</summary>
    public Task<int> InterruptAsync() => SignalAsync("-INT");

    /// <summary>Sends a signal and does not wait for what comes of it.</summary>
    public async Task SendAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Ct);
    }

    private async Task<int> SignalAsync(string signal)
    {
        await SendAsync(signal);
        return await ExitedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Note(StringBuilder lines, string? line)
    {
        lock (lines)
        {
            lines.AppendLine(line);
        }

        if (line is not null && OpenLine().Match(line) is { Success: true } open)
        {
            _address.TrySetResult(ServerAddress.Parse(open.Groups["address"].Value)!);
        }
    }

    private static string Text(StringBuilder lines)
    {
        lock (lines)
        {
            return lines.ToString();
        }
    }

    [GeneratedRegex(@"^Open\s+(?<address>https?://\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OpenLine();
}
