using Weft.Client.Replay;
using Weft.Storage.Sqlite;

namespace Weft.Server.Tests;

/// <summary>Real editing histories, with the concurrency that they had, end in the text that they had. Skipped where the traces are not.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-trace-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("friendsforever.json.gz", 2, 26_078)]
    [InlineData("clownschool.json.gz", 3, 23_182)]
    public async Task A_concurrent_trace_ends_equal(string name, int authors, int changes)
    {
        string path;
        try
        {
            path = TraceReader.Find(name);
        }
        catch (TraceException missing)
        {
            Assert.Skip(missing.Message);
            return;
        }

        var trace = TraceReader.Read(path);
        Assert.Equal(authors, trace.AgentCount);
        await using var store = SqliteDocumentStore.Open(_folder, TimeProvider.System);
        await using var server = await TestServer.StartAsync(store);
        var id = await server.CreateAsync();
        var result = await new Replayer(server.Address, server.Api, TimeProvider.System).PlayAsync(trace, id, ReplayPace.Max, null, Ct);
        Assert.Equal((changes, null), (result.Changes, result.Difference));

        // Whoever comes now, and whoever opens the document from what was stored, sees the same text.
        await using var late = await server.JoinAsync(id, "late");
        Assert.Equal(trace.EndContent, string.Concat(late.Sync.Snapshot!.Texts["body"].Select(run => run.Insert.Text)));
        await server.StopAsync();
        await using var again = await TestServer.StartAsync(store);
        Assert.Equal(trace.EndContent, await again.Api.ReadTextAsync(id, Ct));
    }
}
