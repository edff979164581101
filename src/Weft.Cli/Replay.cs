using System.Globalization;
using System.Runtime.InteropServices;
using Spectre.Console;
using Weft.Client;
using Weft.Client.Replay;

namespace Weft.Cli;

/// <summary>Plays a trace and shows how it goes.</summary>
internal static class Replay
{
    private const int GeneratedSeed = 20;
    private const int GeneratedTransactions = 2_000;

    public static async Task<int> RunAsync(ReplaySettings settings, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            // The first Ctrl+C asks, a second one ends the process.
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        });
        return await PlayAsync(settings, stop.Token).ConfigureAwait(false);
    }

    private static async Task<int> PlayAsync(ReplaySettings settings, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        try
        {
            var api = new DocumentApi(http, settings.Server, settings.Token);
            var (name, trace) = Load(settings.Trace);
            var document = await api.CreateAsync(settings.Title ?? "Replay of " + name, "text", cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"Watch    {settings.Server.Document(document)}");
            var replayer = new Replayer(settings.Server, api, TimeProvider.System);
            var result = await ShowAsync(
                report => replayer.PlayAsync(trace, document, settings.Pace, report, cancellationToken)).ConfigureAwait(false);
            return Conclude(result);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is (OperationCanceledException or WeftClientException))
        {
            // Whichever of the connections noticed first that it should stop.
            Console.Error.WriteLine("weft: The replay was stopped; the document stays as it is.");
            return ExitCode.Interrupted;
        }
        catch (WeftClientException exception)
        {
            Console.Error.WriteLine("weft: " + exception.Message);
            return ExitCode.Failed;
        }
    }

    private static (string Name, Trace Trace) Load(string name)
    {
        if (string.Equals(name, "generated", StringComparison.Ordinal))
        {
            return ("a made-up history", GeneratedTrace.Make(3, GeneratedTransactions, new Random(GeneratedSeed)));
        }

        var path = TraceReader.Find(name);
        return (Path.GetFileName(path).Split('.')[0], TraceReader.Read(path));
    }

    private static int Conclude(ReplayResult result)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Played   {result.Changes:N0} changes in {result.Elapsed.TotalSeconds:F1} s, {result.ChangesPerSecond:N0} changes/s"));
        if (result.Difference is null)
        {
            Console.WriteLine("Equal    the server's text is the trace's");
            return ExitCode.Ok;
        }

        Console.Error.WriteLine("weft: The outcome is wrong: " + result.Difference + ".");
        return ExitCode.Failed;
    }

    private static Task<ReplayResult> ShowAsync(Func<Action<int, int>, Task<ReplayResult>> play) =>
        !Console.IsOutputRedirected && AnsiConsole.Profile.Out.IsTerminal ? ShowBarAsync(play) : play(new PlainProgress().Report);

    private static Task<ReplayResult> ShowBarAsync(Func<Action<int, int>, Task<ReplayResult>> play) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(context =>
        {
            var bar = context.AddTask("Playing");
            return play((done, of) =>
            {
                bar.MaxValue = Math.Max(1, of);
                bar.Value = done;
            });
        });

    /// <summary>A line every tenth of the way.</summary>
    private sealed class PlainProgress
    {
        private int _tenths;

        public void Report(int done, int of)
        {
            var tenths = of == 0 ? 10 : (int)(10L * done / of);
            if (tenths > _tenths)
            {
                _tenths = tenths;
                Console.WriteLine($"         {tenths * 10} %");
            }
        }
    }
}
