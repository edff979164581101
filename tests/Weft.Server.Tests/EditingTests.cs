using Weft.Protocol;

namespace Weft.Server.Tests;

/// <summary>People editing one document over real sockets.</summary>
public sealed class EditingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task M18_update_on_N_is_answered_with_N_plus_1_and_broadcast_as_N_plus_1_and_the_next_goes_on_from_there()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada", "Ada");
        await using var bob = await server.JoinAsync(id, "bob", "Bob");

        await ada.InsertAsync(1, 0, 0, "Hello");
        var answer = await ada.NextAsync<ResponseMessage>();
        Assert.Equal((ResponseStatus.Saved, 1L, 1L), (answer.Status, answer.InReply!.Value, answer.Revision!.Value));
        var told = await bob.NextAsync<RemoteChangeMessage>();
        Assert.Equal((1L, "ada", 1L), (told.Revision, told.Client, told.Id));

        await bob.InsertAsync(7, 1, 5, " world");
        var second = await bob.NextAsync<ResponseMessage>();
        Assert.Equal((ResponseStatus.Saved, 7L, 2L), (second.Status, second.InReply!.Value, second.Revision!.Value));
        var toldBack = await ada.NextAsync<RemoteChangeMessage>();
        Assert.Equal((2L, "bob", 7L), (toldBack.Revision, toldBack.Client, toldBack.Id));
        Assert.Equal("Hello world", await server.Api.ReadTextAsync(id, Ct));
        await ada.BeatAsync();
        Assert.Single(ada.Taken.OfType<RemoteChangeMessage>());
        Assert.Equal(2, ada.Taken.OfType<ResponseMessage>().Count());
    }

    [Fact]
    public async Task Two_clients_typing_at_once_converge()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        await using var bob = await server.JoinAsync(id, "bob");
        for (var n = 1; n <= 100; n++)
        {
            // Both go on from revision 0 plus their own changes, as CHANGE-3 has it: everything is concurrent.
            await ada.InsertAsync(n, 0, n - 1, "a", n == 1 ? null : n - 1);
            await bob.InsertAsync(n, 0, n - 1, "b", n == 1 ? null : n - 1);
        }

        await ada.NextAsync<ResponseMessage>(r => r.InReply == 100);
        await bob.NextAsync<ResponseMessage>(r => r.InReply == 100);
        var text = await server.Api.ReadTextAsync(id, Ct);
        var run = new string('a', 100);
        Assert.True(text == run + new string('b', 100) || text == new string('b', 100) + run, "Runs of two authors must not interleave: " + text);
    }

    [Fact]
    public async Task J05_a_late_comer_gets_the_current_state_and_who_is_here()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync(title: "Plan");
        await using var ada = await server.JoinAsync(id, "ada", "Ada");
        await ada.InsertSavedAsync(1, 0, 0, "Hello");
        await ada.InsertSavedAsync(2, 1, 5, "!");

        await using var bob = await server.JoinAsync(id, "bob", "Bob");
        Assert.Equal(("Plan", "text", 2L, "bob"), (bob.Sync.Title, bob.Sync.Kind, bob.Sync.Revision, bob.Sync.Client));
        Assert.Equal("Hello!", string.Concat(bob.Sync.Snapshot!.Texts["body"].Select(r => r.Insert.Text)));
        Assert.Equal([("ada", "Ada")], bob.Sync.Users.Select(u => (u.Client, u.Name)));
    }

    [Fact]
    public async Task JOIN5_who_comes_back_with_a_near_revision_gets_only_what_it_missed()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        await using (var bob = await server.JoinAsync(id, "bob"))
        {
            Assert.Equal(0, bob.Sync.Revision);
        }

        await ada.InsertSavedAsync(1, 0, 0, "x");
        await using var again = await server.ConnectAsync();
        var sync = await again.JoinAsync(id, "bob", have: new HaveState(ada.Sync.Generation, 0));
        Assert.Null(sync.Snapshot);
        Assert.Equal([1L], sync.Changes!.Value.Select(c => c.Revision));
    }

    [Fact]
    public async Task JOIN7_a_change_sent_again_after_a_cut_is_applied_once()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using (var ada = await server.JoinAsync(id, "ada"))
        {
            await ada.InsertSavedAsync(1, 0, 0, "once");
            ada.Cut();
        }

        await using var again = await server.JoinAsync(id, "ada");
        Assert.Equal([new IdRange(1, 1)], again.Sync.Saved);
        Assert.Equal(1, await again.InsertSavedAsync(1, 0, 0, "once"));
        Assert.Equal("once", await server.Api.ReadTextAsync(id, Ct));
    }

    [Fact]
    public async Task J29_coming_and_going_is_told_to_all_others()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada", "Ada");
        await using (var bob = await server.JoinAsync(id, "bob", "Bob"))
        {
            var came = await ada.NextAsync<PresenceMessage>();
            Assert.Equal(("bob", 2), (Assert.Single(came.Joined).Client, came.Count));
        }

        var went = await ada.NextAsync<PresenceMessage>(p => !p.Left.IsEmpty);
        Assert.Equal(("bob", 1), (Assert.Single(went.Left), went.Count));
    }

    [Fact]
    public async Task M21_peers_learn_names_and_colours_and_a_second_connection_takes_the_place_of_the_first()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada", "Ada");
        await using var bob = await server.JoinAsync(id, "bob", "Bob");
        Assert.Matches("^#[0-9a-f]{6}$", bob.Sync.Color);
        Assert.NotEqual(ada.Sync.Color, bob.Sync.Color);

        await using var second = await server.JoinAsync(id, "ada", "Ada again");
        Assert.Equal(CloseCodes.Replaced, await ada.ClosedAsync());
        Assert.Equal(["bob"], second.Sync.Users.Select(u => u.Client));
        await bob.BeatAsync();
    }

    [Fact]
    public async Task M22_one_change_with_several_ranges_inserts_deletes_and_replaces()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        await using var bob = await server.JoinAsync(id, "bob");
        await ada.InsertSavedAsync(1, 0, 0, "one two three");
        await ada.SendAsync("""{"type":"change","id":2,"base":1,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":">"},{"from":3,"to":7},{"from":8,"to":13,"insert":"3"}]}]}""");
        Assert.Equal(2, (await ada.NextAsync<ResponseMessage>(r => r.InReply == 2)).Revision);
        Assert.Equal(">one 3", (await server.Api.ReadTextAsync(id, Ct)));
        Assert.Equal(2, (await bob.NextAsync<RemoteChangeMessage>(c => c.Revision == 2)).Revision);
    }

    [Fact]
    public async Task M24_several_cursors_of_one_peer_are_passed_on()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        await using var bob = await server.JoinAsync(id, "bob");
        await ada.InsertSavedAsync(1, 0, 0, "some text");
        await ada.SendAsync("""{"type":"cursor","base":1,"path":"body","ranges":[{"anchor":1,"head":3},{"anchor":5,"head":5}]}""");
        var cursor = await bob.NextAsync<RemoteCursorMessage>();
        Assert.Equal("ada", cursor.Client);
        Assert.Equal([new CursorRange(1, 3), new CursorRange(5, 5)], cursor.Ranges!.Value);
    }

    [Fact]
    public async Task M25_every_request_gets_exactly_one_response_with_its_id()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        await ada.SendAsync(new HeartbeatMessage { Id = 11 });
        await ada.InsertAsync(1, 0, 0, "x");
        await ada.InsertAsync(2, 0, 99, "out of range");
        await ada.SendAsync("""{"type":"cursor","id":13,"base":99}""");
        await ada.SendAsync("""{"type":"nonsense","id":14}""");
        await ada.SendAsync(new LeaveMessage { Id = 15 });
        await ada.NextAsync<ResponseMessage>(r => r.InReply == 15);
        await ada.BeatAsync();
        var answers = ada.Taken.OfType<ResponseMessage>().Select(r => r.InReply).ToList();
        Assert.Equal([1L, 2, 11, 13, 14, 15, 999], answers.Order().Select(a => a!.Value));
    }

    [Fact]
    public async Task O39_documents_are_isolated_from_each_other()
    {
        await using var server = await TestServer.StartAsync();
        var (red, blue) = (await server.CreateAsync(), await server.CreateAsync());
        await using var ada = await server.JoinAsync(red, "ada");
        await using var bob = await server.JoinAsync(blue, "bob");
        await ada.InsertSavedAsync(1, 0, 0, "red");
        await ada.SendAsync("""{"type":"cursor","base":1,"path":"body","ranges":[{"anchor":1,"head":1}]}""");
        await ada.BeatAsync();
        await bob.BeatAsync();
        Assert.DoesNotContain(bob.Taken, m => m is RemoteChangeMessage or RemoteCursorMessage or PresenceMessage);
        Assert.Equal(string.Empty, await server.Api.ReadTextAsync(blue, Ct));
        Assert.Empty(bob.Sync.Users);
    }

    [Fact]
    public async Task JOIN1_joining_another_document_leaves_the_former()
    {
        await using var server = await TestServer.StartAsync();
        var (red, blue) = (await server.CreateAsync(), await server.CreateAsync());
        await using var ada = await server.JoinAsync(red, "ada");
        await using var bob = await server.JoinAsync(red, "bob");
        await ada.JoinAsync(blue, "ada");
        Assert.Equal(["ada"], (await bob.NextAsync<PresenceMessage>(p => !p.Left.IsEmpty)).Left);
        await ada.JoinAsync(blue, "ada");
        await ada.InsertSavedAsync(1, 0, 0, "blue");
        Assert.Equal("blue", await server.Api.ReadTextAsync(blue, Ct));
    }

    [Fact]
    public async Task O51_many_clients_hear_every_change_in_order()
    {
        const int Clients = 10;
        const int Each = 30;
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        var peers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(n => server.JoinAsync(id, "c" + n)));
        await Task.WhenAll(peers.Select(async (peer, n) =>
        {
            for (var change = 1; change <= Each; change++)
            {
                await peer.InsertAsync(change, 0, 0, ((char)('a' + n)).ToString(), change == 1 ? null : change - 1);
            }
        }));
        foreach (var peer in peers)
        {
            await peer.NextAsync<ServerMessage>(m => RevisionOf(m) == Clients * Each);
            var revisions = peer.Taken.Where(m => m is RemoteChangeMessage or ResponseMessage { Status: ResponseStatus.Saved }).Select(RevisionOf);
            Assert.Equal(Enumerable.Range(1, Clients * Each).Select(r => (long)r), revisions);
            await peer.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_board_moves_and_is_exported()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync("board");
        await using var ada = await server.JoinAsync(id, "ada");
        await using var bob = await server.JoinAsync(id, "bob");
        await ada.SendAsync("""{"type":"change","id":1,"base":0,"ops":[{"op":"add","path":"elements/r1","kind":"rectangle","properties":{"x":1,"y":2,"index":"a1"}}]}""");
        await bob.NextAsync<RemoteChangeMessage>(c => c.Revision == 1);
        await bob.SendAsync("""{"type":"change","id":1,"base":1,"ops":[{"op":"move","path":"elements/r1","x":50,"y":60}]}""");
        var moved = await ada.NextAsync<RemoteChangeMessage>(c => c.Revision == 2);
        Assert.Equal("50", Assert.IsType<UpdateOperation>(Assert.Single(moved.Ops)).Properties["x"].Text);
        var file = await server.Http.GetStringAsync(new Uri($"api/v1/documents/{id}/export?format=excalidraw", UriKind.Relative), Ct);
        Assert.Contains("\"x\": 50", file, StringComparison.Ordinal);
    }

    private static long RevisionOf(ServerMessage message) => message switch
    {
        RemoteChangeMessage change => change.Revision,
        ResponseMessage { Status: ResponseStatus.Saved } response => response.Revision!.Value,
        _ => 0,
    };
}
