using System.Net;
using System.Net.Http.Json;
using Weft.Client;
using Weft.Protocol;
using Weft.Storage;
using Weft.Sync;

namespace Weft.Server.Tests;

/// <summary>Things that go wrong at the worst moment: whatever was answered saved is there afterwards, and everybody is told.</summary>
public sealed class FaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_fails_for_a_while_costs_the_clients_nothing()
    {
        await using var store = new WatchedStore();
        await using var server = await TestServer.StartAsync(store);
        var id = await server.CreateAsync();
        var quick = new WeftClientOptions { FirstRetry = TimeSpan.FromMilliseconds(20) };
        await using var ada = new WeftClient(server.Address, new SessionSettings(id, "ada"), quick);
        await using var bob = new WeftClient(server.Address, new SessionSettings(id, "bob"), quick);
        await Task.WhenAll(ada.Ready, bob.Ready).WaitAsync(TimeSpan.FromSeconds(20), Ct);
        for (var n = 0; n < 60; n++)
        {
            store.AppendFails = n is > 20 and < 30;
            ada.EditText("body", text => Insertion(text.Length, "a"));
            bob.EditText("body", text => Insertion(0, "b"));
            await Task.Delay(5, Ct);
        }

        Assert.Contains(server.Log.All, l => l.Contains($"is closed with {CloseCodes.NotSaved}", StringComparison.Ordinal));
        await UntilAsync(() => ada.UnsavedCount == 0 && bob.UnsavedCount == 0 && ada.Status.State == ClientState.Connected && bob.Status.State == ClientState.Connected);
        var saved = await server.Api.ReadTextAsync(id, Ct);
        Assert.Equal((60, 60), (saved.Count(c => c == 'a'), saved.Count(c => c == 'b')));
    }

    [Fact]
    public async Task A_deletion_that_fails_leaves_the_document_as_it_was()
    {
        await using var store = new WatchedStore();
        await using var server = await TestServer.StartAsync(store);
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        store.DeleteFails = true;
        using var answer = await server.Http.DeleteAsync(new Uri("api/v1/documents/" + id, UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        await ada.InsertSavedAsync(1, 0, 0, "kept");

        // The document is there, so a failing disk must not be told as its deletion.
        store.Failing = id;
        await ada.InsertAsync(2, 1, 0, "lost");
        Assert.Equal(CloseCodes.NotSaved, await ada.ClosedAsync());
    }

    [Fact]
    public async Task An_import_onto_a_failing_disk_is_refused_and_leaves_nothing()
    {
        await using var store = new WatchedStore { AppendFails = true };
        await using var server = await TestServer.StartAsync(store);
        using var body = new ByteArrayContent("text"u8.ToArray());
        using var answer = await server.Http.PostAsync(new Uri("api/v1/documents/import?name=a.txt", UriKind.Relative), body, Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Empty(await store.ListAsync(Ct));
    }

    [Fact]
    public async Task A_document_that_is_deleted_while_people_type_closes_them_with_4004()
    {
        await using var server = await TestServer.StartAsync();
        for (var round = 0; round < 5; round++)
        {
            var id = await server.CreateAsync();
            await using var ada = await server.JoinAsync(id, "ada");
            await using var bob = await server.JoinAsync(id, "bob");
            var typing = new[] { ada, bob }.Select(peer => TypeToTheEndAsync(peer)).ToList();
            await Task.Delay(20, Ct);
            using var answer = await server.Http.DeleteAsync(new Uri("api/v1/documents/" + id, UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.Equal((CloseCodes.DocumentDeleted, CloseCodes.DocumentDeleted), (await ada.ClosedAsync(), await bob.ClosedAsync()));
            await Task.WhenAll(typing);
        }

        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task Joining_a_room_that_is_just_closing_opens_it_anew()
    {
        await using var store = new WatchedStore();
        await using var server = await TestServer.StartAsync(store, o => o.IdleGrace = TimeSpan.Zero);
        var id = await server.CreateAsync();
        for (var n = 1; n <= 40; n++)
        {
            await using var ada = await server.JoinAsync(id, "ada");
            Assert.Equal(n - 1, ada.Sync.Revision);
            await ada.InsertSavedAsync(n, n - 1, 0, "x");
            ada.Cut();
            await Task.Delay(n % 8 * 10, Ct);
        }

        Assert.InRange(store.Loads, 2, 41);
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task Stopping_under_load_keeps_all_that_was_answered_saved()
    {
        await using var store = new WatchedStore();
        var server = await TestServer.StartAsync(store);
        var ids = new[] { await server.CreateAsync(), await server.CreateAsync() };
        var peers = new List<Peer>();
        for (var n = 0; n < 6; n++)
        {
            peers.Add(await server.JoinAsync(ids[n % 2], "c" + n));
        }

        var typing = peers.Select(peer => TypeToTheEndAsync(peer)).ToList();
        await Task.Delay(100, Ct);
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Ct);
        var answered = await Task.WhenAll(typing);
        Assert.Empty(server.Log.Errors);
        await using var next = await TestServer.StartAsync(store);
        for (var n = 0; n < peers.Count; n++)
        {
            await using var again = await next.JoinAsync(ids[n % 2], "c" + n);
            Assert.True(again.Sync.Saved.IsEmpty ? answered[n] == 0 : again.Sync.Saved[^1].Last >= answered[n]);
            await peers[n].DisposeAsync();
        }
    }

    [Fact]
    public async Task PRES4_a_rename_reaches_everybody_and_a_document_that_is_just_opening()
    {
        await using var store = new WatchedStore { LoadDelay = TimeSpan.FromMilliseconds(200) };
        await using var server = await TestServer.StartAsync(store);
        var id = await server.CreateAsync(title: "Old");
        await using var ada = await server.ConnectAsync();
        var joining = ada.JoinAsync(id, "ada");
        await UntilAsync(() => store.Loads == 1);
        await RenameAsync(server, id, "New");
        var title = (await joining).Title;
        Assert.True(title == "New" || (await ada.NextAsync<PresenceMessage>(p => p.Title is not null)).Title == "New");

        await using var bob = await server.JoinAsync(id, "bob");
        await RenameAsync(server, id, "Newest");
        foreach (var peer in (Peer[])[ada, bob])
        {
            var told = await peer.NextAsync<PresenceMessage>(p => p.Title is not null);
            Assert.Equal(("Newest", 2), (told.Title, told.Count));
        }
    }

    private static async Task RenameAsync(TestServer server, string id, string title)
    {
        using var body = JsonContent.Create(new Dictionary<string, string> { ["title"] = title });
        using var answer = await server.Http.PatchAsync(new Uri("api/v1/documents/" + id, UriKind.Relative), body, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Types until the connection ends.</summary>
    /// <returns>The last change that was answered saved.</returns>
    private static async Task<long> TypeToTheEndAsync(Peer peer)
    {
        long saved = 0;
        try
        {
            while (true)
            {
                await peer.InsertSavedAsync(saved + 1, 0, 0, "x");
                saved++;
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or WeftClientException or System.Net.WebSockets.WebSocketException)
        {
            return saved;
        }
    }

    private static TextEdit Insertion(int at, string text) => new(at, at, TextContent.Of(text));

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 1_000, "It did not come to pass.");
            await Task.Delay(20, Ct);
        }
    }
}
