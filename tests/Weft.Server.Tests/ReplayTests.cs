using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Weft.Client;
using Weft.Client.Replay;

namespace Weft.Server.Tests;

/// <summary>Playing editing histories through real connections.</summary>
public sealed class ReplayTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 300)]
    [InlineData(4, 600)]
    public async Task A_generated_history_ends_equal(int agents, int transactions)
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        var trace = GeneratedTrace.Make(agents, transactions, new Random(5));
        var result = await new Replayer(server.Address, server.Api, TimeProvider.System).PlayAsync(trace, id, ReplayPace.Max, null, Ct);
        Assert.Equal((transactions, null), (result.Changes, result.Difference));
        Assert.Equal(trace.EndContent, await server.Api.ReadTextAsync(id, Ct));
    }

    [Fact]
    public async Task A_wrong_outcome_is_shown_with_its_place()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        var trace = GeneratedTrace.Make(2, 50, new Random(5));
        var wrong = trace with { EndContent = string.Concat(trace.EndContent.AsSpan(0, 10), "#", trace.EndContent.AsSpan(11)) };
        var result = await new Replayer(server.Address, server.Api, TimeProvider.System).PlayAsync(wrong, id, ReplayPace.Max, null, Ct);
        Assert.Contains("position 10", result.Difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_edit_during_the_replay_is_said()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        await ada.InsertSavedAsync(1, 0, 0, "mine");
        var trace = GeneratedTrace.Make(1, 50, new Random(5));
        var failure = await Assert.ThrowsAsync<WeftClientException>(
            () => new Replayer(server.Address, server.Api, TimeProvider.System).PlayAsync(trace, id, ReplayPace.Max, null, Ct));
        Assert.Contains("somebody else edits", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_times_as_fast_waits_a_tenth_of_the_traces_pauses()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        var began = new DateTimeOffset(2021, 4, 19, 6, 0, 0, TimeSpan.Zero);
        TraceTransaction At(double seconds, int index) =>
            Txn(0, index == 0 ? [] : [index - 1], index, "x") with { Time = began.AddSeconds(seconds) };
        var trace = new Trace(string.Empty, "xxxxx", 1, [At(0, 0), At(1, 1), At(3, 2), At(3, 3), At(9_000, 4)]);
        var time = new NotingTime();
        var result = await new Replayer(server.Address, server.Api, time).PlayAsync(trace, id, ReplayPace.Parse("10x")!, null, Ct);
        Assert.Equal((5, null), (result.Changes, result.Difference));

        // The two changes of one instant are not waited between, and nobody waits for a lunch break: 5 s at the most.
        Assert.Equal([100, 200, 500], time.Waits.Where(w => w.Ticks > 0).Select(w => w.TotalMilliseconds));
    }

    [Fact]
    public void Bases_hold_exactly_what_the_author_saw()
    {
        // Author 0 writes a, b; author 1 saw only a, and writes x; author 0 saw both and writes c.
        var trace = new Trace(string.Empty, "abxc", 2, [Txn(0, [], 0, "a"), Txn(0, [0], 1, "b"), Txn(1, [0], 1, "x"), Txn(0, [1, 2], 3, "c")]);
        var plan = ReplayPlan.Of(trace);
        Assert.Equal([(0L, 2L), (0, 2), (1, 1), (3, long.MaxValue)], plan.Select(c => (c.EarliestBase, c.LatestBase)));
        Assert.Equal([1L, 2, 1, 3], plan.Select(c => c.Id));
    }

    [Fact]
    public void A_history_that_no_base_can_say_is_refused()
    {
        // Author 2 saw the second author's change but not the first author's earlier one.
        var trace = new Trace(string.Empty, string.Empty, 3, [Txn(0, [], 0, "a"), Txn(1, [], 0, "b"), Txn(2, [1], 1, "c")]);
        Assert.Throws<TraceException>(() => ReplayPlan.Of(trace));
    }

    [Fact]
    public void Code_points_become_utf16_units()
    {
        const string End = "a👋c🧵é";
        var trace = new Trace("", End, 1, [Txn(0, [], 0, "👋👋b"), Txn(0, [0], 0, "a"), Txn(0, [1], 4, "c🧵é"), Txn(0, [2], 1, "", 1), Txn(0, [3], 2, "", 1)]);
        var text = new StringBuilder();
        foreach (var change in ReplayPlan.Of(trace))
        {
            text.Remove(change.Edit.From, change.Edit.To - change.Edit.From).Insert(change.Edit.From, change.Edit.Insert?.Text);
        }

        Assert.Equal(End, text.ToString());
    }

    [Fact]
    public void A_trace_file_is_read_and_another_file_is_refused()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json.gz");
        Write(path, """{"startContent":"","endContent":"hi","txns":[{"time":"2021-04-19T06:06:58.219Z","patches":[[0,0,"h"],[1,0,"i"]]}]}""");
        var trace = TraceReader.Read(path);
        Assert.Equal(("hi", 1, 2), (trace.EndContent, trace.Transactions.Length, trace.Transactions[0].Patches.Length));
        Write(path, "{}");
        Assert.Throws<TraceException>(() => TraceReader.Read(path));
        File.WriteAllText(path, "not zipped");
        Assert.Throws<TraceException>(() => TraceReader.Read(path));
        File.Delete(path);
    }

    [Theory]
    [InlineData("ws://192.168.1.5:8765/ws", "http://192.168.1.5:8765/", "ws://192.168.1.5:8765/ws")]
    [InlineData("http://localhost:8765", "http://localhost:8765/", "ws://localhost:8765/ws")]
    [InlineData("localhost:8765", "http://localhost:8765/", "ws://localhost:8765/ws")]
    [InlineData("https://example.org/weft", "https://example.org/weft/", "wss://example.org/weft/ws")]
    public void Addresses_are_read_as_people_write_them(string text, string http, string socket)
    {
        var address = ServerAddress.Parse(text)!;
        Assert.Equal((http, socket), (address.Http.ToString(), address.Socket.ToString()));
    }

    [Theory]
    [InlineData("max", true)]
    [InlineData("10x", true)]
    [InlineData("0.5", true)]
    [InlineData("0x", false)]
    [InlineData("fast", false)]
    public void Paces_are_read(string text, bool sound) => Assert.Equal(sound, ReplayPace.Parse(text) is not null);

    /// <summary>A clock whose waits are over at once and are kept.</summary>
    private sealed class NotingTime : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    private static TraceTransaction Txn(int agent, ImmutableArray<int> parents, int position, string inserted, int deleted = 0) =>
        new(agent, parents, null, [new TracePatch(position, deleted, inserted)]);

    private static void Write(string path, string json)
    {
        using var file = File.Create(path);
        using var zip = new GZipStream(file, CompressionLevel.Fastest);
        zip.Write(Encoding.UTF8.GetBytes(json));
    }
}
