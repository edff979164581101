using System.Diagnostics;
using Weft.Client;
using Weft.Sync;

namespace Weft.Server.Tests.Faults;

/// <summary>
/// People type into many documents while their server is killed and started again, over and over. In the end everything that anybody
/// was told is saved is there once, for everybody who was there and for somebody who comes fresh.
/// </summary>
internal sealed class CrashRun : IAsyncDisposable
{
    private const int Documents = 5;
    private const int AuthorsEach = 3;

    /// <summary>How long the people may take to be up to date after the last start, on a slow machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder;
    private readonly int _seed;
    private readonly Random _random;
    private readonly List<Typist> _typists = [];
    private WeftProcess _server;
    private int _kills;
    private int _killsWhileStarting;

    private CrashRun(string folder, int seed)
    {
        _folder = folder;
        _seed = seed;
        _random = new Random(seed);
        _server = Start(0);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="folder">The data folder, empty.</param>
    /// <param name="seed">Decides who types what, and when the server is killed; the machine's own timing does the rest.</param>
    /// <param name="duration">For how long; starting and comparing comes on top.</param>
    public static async Task<CrashReport> RunAsync(string folder, int seed, TimeSpan duration)
    {
        await using var run = new CrashRun(folder, seed);
        return await run.RunAsync(duration);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var typist in _typists)
        {
            await typist.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    private async Task<CrashReport> RunAsync(TimeSpan duration)
    {
        var address = await _server.ListeningAsync();
        await InviteAsync(address);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var typing = _typists.ConvertAll(typist => Task.Run(() => typist.TypeAsync(stop.Token), Ct));
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration && typing.TrueForAll(t => !t.IsFaulted))
        {
            await KillAndRestartAsync(address.Http.Port);
        }

        await _server.ListeningAsync();
        await stop.CancelAsync();
        await Task.WhenAll(typing);
        return new CrashReport(_seed, _kills, _killsWhileStarting, _typists.Sum(t => t.Book.SavedCount), await CompareAsync(address));
    }

    private async Task InviteAsync(ServerAddress address)
    {
        using var http = new HttpClient();
        var api = new DocumentApi(http, address);
        for (var n = 0; n < Documents; n++)
        {
            var kind = n % 3 == 2 ? "board" : "text";
            var id = await api.CreateAsync($"Document {n}", kind, Ct);
            for (var author = 0; author < AuthorsEach; author++)
            {
                _typists.Add(Typist.Create(address, id, kind, $"d{n}a{author}", _random.Next()));
            }
        }
    }

    // Most lives of the server are long enough to work; some end while it reads what the former one left.
    private async Task KillAndRestartAsync(int port)
    {
        var isWhileStarting = _kills > 0 && _random.Next(6) == 0;
        if (!isWhileStarting)
        {
            await _server.ListeningAsync();
        }

        await Task.Delay(_random.Next(isWhileStarting ? 1_500 : 3_000), Ct);
        await _server.KillAsync();
        await _server.DisposeAsync();
        _kills++;
        _killsWhileStarting += isWhileStarting ? 1 : 0;
        _server = Start(port);
    }

    private WeftProcess Start(int port) => WeftProcess.Start("serve", "--host", "localhost", "--port", $"{port}", "--data", _folder);

    private async Task<IReadOnlyList<string>> CompareAsync(ServerAddress address)
    {
        var problems = new List<string>();
        foreach (var group in _typists.GroupBy(t => t.Document))
        {
            var first = group.First();
            await using var fresh = new WeftClient(address, new SessionSettings(group.Key, "fresh", "Fresh"));
            await fresh.Ready.WaitAsync(Patience, Ct);
            foreach (var typist in group)
            {
                problems.AddRange(await SettleAsync(typist));
            }

            List<WeftClient> clients = [fresh, .. group.Select(t => t.Client)];
            var newest = clients.Max(c => c.Revision);
            await Eventually.HoldsAsync(
                () => clients.TrueForAll(c => c.Revision == newest),
                () => $"Not everybody is up to date: {string.Join(", ", group.Select(t => t.ToString()))}; the newest revision is {newest}.");
            var view = first.View(fresh);
            problems.AddRange(group.Where(t => t.View(t.Client) != view).Select(t => $"{t.Author} sees another document than somebody who comes fresh."));
            problems.AddRange(group.SelectMany(t => t.Problems(fresh)));
        }

        return problems;
    }

    private static async Task<IEnumerable<string>> SettleAsync(Typist typist)
    {
        try
        {
            await typist.Client.AllSavedAsync().WaitAsync(Patience, Ct);
            return [];
        }
        catch (TimeoutException)
        {
            return [$"{typist} is never done."];
        }
    }
}
