using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Weft.Load;

/// <summary>Runs every scenario against every server, in turns, and reports the medians.</summary>
internal static class Matrix
{
    private const int Window = 64;

    /// <summary>What takes longer has come to a stop.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    private static readonly (string Name, Func<MatrixSettings, ServerProcess, Contender, Task<Outcome>> Run)[] s_scenarios =
    [
        ("fan-out, 500 readers", (s, server, c) => Scenarios.FanOutAsync(server, c.Dialect, 500, Window, s.Time)),
        ("fan-out, 100 readers", (s, server, c) => Scenarios.FanOutAsync(server, c.Dialect, 100, Window, s.Time)),
        ("fan-out, 10 readers", (s, server, c) => Scenarios.FanOutAsync(server, c.Dialect, 10, Window, s.Time)),
        ("gentle, 100 readers, 50 edits/s", (s, server, c) => Scenarios.GentleAsync(server, c.Dialect, 100, 50, s.Time)),
        ("1,000 rooms of 2, 2 edits/s each", (s, server, c) => Scenarios.RoomsAsync(server, c.Dialect, 1_000, 2, 2 * s.Time)),
        ("4,000 idle connections, 10 per room", (_, server, c) => Scenarios.IdleAsync(server, c.Dialect, 400, 10)),
        ("join a document of 260,000 edits", JoinAsync),
    ];

    public static async Task<int> RunAsync(MatrixSettings settings)
    {
        var contenders = Contender.All(settings).Where(c => Matches(c.Name, settings.Servers)).ToList();
        var report = new LoadReport(settings, contenders);
        foreach (var (name, run) in s_scenarios.Where(scenario => Matches(scenario.Name, settings.Only)))
        {
            var found = contenders.ToDictionary(contender => contender, _ => new List<Outcome>());
            for (var round = 0; round < settings.Rounds; round++)
            {
                foreach (var contender in contenders)
                {
                    if (await TryAsync(name, run, settings, contender).ConfigureAwait(false) is { } outcome)
                    {
                        found[contender].Add(outcome);
                    }
                }
            }

            report.Add(name, found);
        }

        report.Write();
        return 0;
    }

    private static async Task<Outcome?> TryAsync(
        string name, Func<MatrixSettings, ServerProcess, Contender, Task<Outcome>> run, MatrixSettings settings, Contender contender)
    {
        if (run == JoinAsync && (!contender.Knows || settings.Trace is null))
        {
            return null;
        }

        // Hocuspocus' server makes the document to join itself; Weft gets it from its own client, further down.
        var command = run == JoinAsync && contender.Dialect is HocuspocusDialect ? [.. contender.Command, settings.Trace!] : contender.Command;
        var server = await ServerProcess.StartAsync(command).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            try
            {
                var outcome = await run(settings, server, contender).WaitAsync(s_longest).ConfigureAwait(false);
                await Console.Error.WriteLineAsync($"{name,-36} {contender.Name,-14} {outcome}").ConfigureAwait(false);
                return outcome;
            }
            catch (Exception exception) when (exception is IOException or TimeoutException or InvalidOperationException)
            {
                await Console.Error.WriteLineAsync($"{name,-36} {contender.Name,-14} failed: {exception.Message}").ConfigureAwait(false);
                return null;
            }
        }
    }

    private static async Task<Outcome> JoinAsync(MatrixSettings settings, ServerProcess server, Contender contender)
    {
        var room = contender.Dialect is WeftDialect ? await PlayAsync(settings, server).ConfigureAwait(false) : "room0";
        return await Scenarios.JoinAsync(server, contender.Dialect, room, joins: 1_000).ConfigureAwait(false);
    }

    /// <summary>Plays the trace into a new document with Weft's own client.</summary>
    private static async Task<string> PlayAsync(MatrixSettings settings, ServerProcess server)
    {
        var start = new ProcessStartInfo(settings.Weft, ["replay", settings.Trace!, "--url", server.Address.ToString(), "--speed", "max"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var replay = Process.Start(start)!;
        var said = await Task.WhenAll(replay.StandardOutput.ReadToEndAsync(), replay.StandardError.ReadToEndAsync()).ConfigureAwait(false);
        await replay.WaitForExitAsync().ConfigureAwait(false);
        if (replay.ExitCode != 0)
        {
            throw new InvalidOperationException($"The document could not be played: {string.Concat(said)}");
        }

        using var http = new HttpClient();
        var list = await http.GetFromJsonAsync<JsonElement>(new Uri(server.Address, "/api/v1/documents")).ConfigureAwait(false);
        return list.GetProperty("documents")[0].GetProperty("id").GetString()!;
    }

    private static bool Matches(string name, string? part) => part is null || name.Contains(part, StringComparison.OrdinalIgnoreCase);
}
