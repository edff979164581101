using Weft.Protocol;

namespace Weft.Server.Tests.Faults;

/// <summary>The machine's clock is set forward and back under a running server.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_follows_from_something_never_has_an_earlier_time_however_the_clock_jumps()
    {
        var time = new JumpingTime();
        await using var server = await TestServer.StartAsync(time: time);
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        await using var bob = await server.JoinAsync(id, "bob");
        TimeSpan[] jumps = [Hour, -3 * Hour, Hour, TimeSpan.FromDays(-40_000), TimeSpan.FromDays(40_000)];
        foreach (var (n, jump) in jumps.Index())
        {
            time.Jump(jump);
            await ada.InsertSavedAsync((2 * n) + 1, 2 * n, 0, "a");
            await bob.InsertSavedAsync((2 * n) + 1, (2 * n) + 1, 0, "b");
        }

        await using var eve = await server.ConnectAsync();
        var sync = await eve.JoinAsync(id, "eve", have: new HaveState(bob.Sync.Generation, 0));
        var times = sync.Changes!.Value.Select(c => c.At).ToList();
        Assert.Equal(10, times.Count);
        Assert.Equal(times.Order(), times);
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_holds_up_neither_cursors_nor_connections_nor_the_rest_of_an_empty_room()
    {
        var time = new JumpingTime();
        await using var server = await TestServer.StartAsync(configure: o => o.IdleGrace = TimeSpan.FromMilliseconds(500), time: time);
        var id = await server.CreateAsync();
        await using (var ada = await server.JoinAsync(id, "ada"))
        await using (var bob = await server.JoinAsync(id, "bob"))
        {
            await MoveAsync(ada, 1);
            await bob.NextAsync<RemoteCursorMessage>(c => c.Pointer!.X == 1);
            time.Jump(-Hour);
            await MoveAsync(ada, 2);
            await bob.NextAsync<RemoteCursorMessage>(c => c.Pointer!.X == 2);
            time.Jump(3 * Hour);
            await MoveAsync(ada, 3);
            await bob.NextAsync<RemoteCursorMessage>(c => c.Pointer!.X == 3);
            Assert.Equal(ResponseStatus.Ok, (await bob.BeatAsync()).Status);
        }

        time.Jump(-2 * Hour);
        await Eventually.HoldsAsync(
            () => server.Log.All.Any(l => l.Contains($"Document {id} closed at revision 0", StringComparison.Ordinal)), "The empty document stays in memory.");
    }

    private static ValueTask MoveAsync(Peer peer, double x) => peer.SendAsync(new CursorMessage(0, Pointer: new CursorPoint(x, 0)));

    /// <summary>A clock on the wall that is set at will, and a stopwatch that nobody can set.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        private long _ahead;

        public void Jump(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));
    }
}
