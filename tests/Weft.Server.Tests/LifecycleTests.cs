using Weft.Protocol;
using Weft.Storage;

namespace Weft.Server.Tests;

/// <summary>Rooms opening, resting, failing and stopping.</summary>
public sealed class LifecycleTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_idle_document_leaves_memory_with_a_snapshot_and_opens_again()
    {
        await using var store = new WatchedStore();
        await using var server = await TestServer.StartAsync(store, o => o.IdleGrace = TimeSpan.FromMilliseconds(50));
        var id = await server.CreateAsync();
        await using (var ada = await server.JoinAsync(id, "ada"))
        {
            await ada.InsertSavedAsync(1, 0, 0, "kept");
        }

        await UntilAsync(() => server.Log.All.Any(l => l.Contains($"Document {id} closed at revision 1", StringComparison.Ordinal)));
        Assert.Equal(1, (await store.LoadAsync(id, 0, Ct))!.Snapshot!.Revision);
        await using var again = await server.JoinAsync(id, "ada");
        Assert.Equal(1, again.Sync.Revision);
        await again.InsertSavedAsync(2, 1, 0, "x");
    }

    [Fact]
    public async Task However_many_join_at_once_a_document_is_opened_once()
    {
        await using var store = new WatchedStore { LoadDelay = TimeSpan.FromMilliseconds(100) };
        await using var server = await TestServer.StartAsync(store);
        var id = await server.CreateAsync();
        var peers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => server.JoinAsync(id, "c" + n)));
        Assert.Equal(1, store.Loads);
        Assert.Equal(20, peers.Max(p => p.Sync.Users.Length) + 1);
        foreach (var peer in peers)
        {
            await peer.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_failing_disk_closes_everybody_with_4006_and_the_next_join_finds_what_was_saved()
    {
        await using var store = new WatchedStore();
        await using var server = await TestServer.StartAsync(store);
        var (id, other) = (await server.CreateAsync(), await server.CreateAsync());
        await using var ada = await server.JoinAsync(id, "ada");
        await using var bob = await server.JoinAsync(id, "bob");
        await using var eve = await server.JoinAsync(other, "eve");
        await ada.InsertSavedAsync(1, 0, 0, "saved");
        store.Failing = id;
        await ada.InsertAsync(2, 1, 0, "lost");
        Assert.Equal(CloseCodes.NotSaved, await ada.ClosedAsync());
        Assert.Equal(CloseCodes.NotSaved, await bob.ClosedAsync());
        Assert.DoesNotContain(ada.Heard<ResponseMessage>(), r => r.InReply == 2);
        Assert.DoesNotContain(bob.Heard<RemoteChangeMessage>(), c => c.Revision == 2);

        store.Failing = null;
        await eve.InsertSavedAsync(1, 0, 0, "fine");
        await using var again = await server.JoinAsync(id, "ada");
        Assert.Equal((1L, new IdRange(1, 1)), (again.Sync.Revision, again.Sync.Saved.Single()));
        Assert.Equal(2, await again.InsertSavedAsync(2, 1, 0, "now "));
        Assert.Equal("now saved", await server.Api.ReadTextAsync(id, Ct));
    }

    [Fact(DisplayName = "[BEAT-2] M23 A silent client is closed with 4001 and leaves the room")]
    public async Task M23_BEAT2_a_silent_client_is_closed_with_4001_and_leaves_the_room()
    {
        await using var server = await TestServer.StartAsync(configure: o => o.SilenceTimeout = TimeSpan.FromSeconds(1));
        var id = await server.CreateAsync();
        await using var silent = await server.JoinAsync(id, "silent");
        await using var ada = await server.JoinAsync(id, "ada");
        while (!ada.Heard<PresenceMessage>().Any(p => p.Left.Contains("silent")))
        {
            var beat = await ada.BeatAsync();
            Assert.Equal((0L, true), (beat.Revision!.Value, beat.Time > 0));
            await Task.Delay(50, Ct);
        }

        Assert.Equal(CloseCodes.NoHeartbeat, await silent.ClosedAsync());
    }

    [Fact]
    public async Task O10_stopping_tells_everybody_and_keeps_everything()
    {
        await using var store = new WatchedStore();
        string id;
        await using (var server = await TestServer.StartAsync(store))
        {
            id = await server.CreateAsync();
            await using var ada = await server.JoinAsync(id, "ada");
            await using var nobody = await server.ConnectAsync();
            await ada.InsertSavedAsync(1, 0, 0, "kept");
            await server.StopAsync();
            Assert.Equal(CloseCodes.ServerStopping, await ada.ClosedAsync());
            Assert.Equal(CloseCodes.ServerStopping, await nobody.ClosedAsync());
        }

        Assert.Equal(1, (await store.LoadAsync(id, 0, Ct))!.Snapshot!.Revision);
        await using var next = await TestServer.StartAsync(store);
        Assert.Equal("kept", await next.Api.ReadTextAsync(id, Ct));
    }

    [Fact]
    public async Task Snapshots_are_written_while_people_type()
    {
        await using var store = new WatchedStore();
        await using var server = await TestServer.StartAsync(store, o => o.SnapshotInterval = 10);
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        for (var n = 1; n <= 25; n++)
        {
            await ada.InsertSavedAsync(n, n - 1, n - 1, "x");
        }

        await UntilAsync(() => store.LoadAsync(id, 0, Ct).Result!.Snapshot?.Revision >= 20);
        Assert.Equal(25, (await store.ReadLogAsync(id, 0, 100, Ct)).Count);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 1_000, "It did not come to pass.");
            await Task.Delay(20, Ct);
        }
    }
}
