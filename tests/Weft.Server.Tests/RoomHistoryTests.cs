using Weft.Kinds;
using Weft.Protocol;

namespace Weft.Server.Tests;

/// <summary>Open documents hold what their history came to; the log is read when somebody needs more.</summary>
public sealed class RoomHistoryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_to_a_version_before_the_snapshot_waits_for_the_log_and_all_after_it_wait_too()
    {
        await using var store = new WatchedStore();
        var id = await TypedAsync(store);
        await using var server = await TestServer.StartAsync(store);
        await using var ada = await server.JoinAsync(id, "ada");
        await using var bob = await server.JoinAsync(id, "bob");
        Assert.Equal((5L, 0), (ada.Sync.Revision, store.LogReads));
        Assert.Equal(6, await ada.InsertSavedAsync(6, 5, 5, "f"));
        Assert.Equal(0, store.LogReads);

        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.LogGate = gate.Task;
        await bob.InsertAsync(1, 1, 1, "B");
        while (store.LogReads == 0)
        {
            await Task.Delay(10, Ct);
        }

        await ada.InsertAsync(7, 6, 6, "g");
        await Task.Delay(50, Ct);
        Assert.DoesNotContain(ada.Heard<ResponseMessage>(), r => r.InReply == 7);
        gate.SetResult();
        Assert.Equal(7, (await bob.NextAsync<ResponseMessage>(r => r.InReply == 1)).Revision);
        Assert.Equal(8, (await ada.NextAsync<ResponseMessage>(r => r.InReply == 7)).Revision);
        var text = await server.Api.ReadTextAsync(id, Ct);

        // Behind all that others wrote behind the only letter he saw.
        Assert.Equal("abcdefgB", text);
    }

    [Fact]
    public async Task A_weft_file_has_the_whole_history_also_of_a_document_that_was_opened_from_its_snapshot()
    {
        await using var store = new WatchedStore();
        var id = await TypedAsync(store);
        await using var server = await TestServer.StartAsync(store);
        Assert.Equal("abcde", await server.Api.ReadTextAsync(id, Ct));
        Assert.Equal(0, store.LogReads);
        var bytes = await server.Http.GetByteArrayAsync(new Uri($"api/v1/documents/{id}/export?format=weft", UriKind.Relative), Ct);
        Assert.True(WeftFile.TryRead(bytes, out var file, out var damage), damage);
        Assert.True(Engine.Document.TryLoad(file.Document, out var document, out var reason), reason);
        Assert.True(document.LoadHistory(out reason), reason);
        Assert.Equal(5, document.ChangesSince(Engine.Version.Root).Count());
        Assert.NotEqual(0, store.LogReads);
    }

    [Fact]
    public async Task A_document_whose_snapshot_is_damaged_opens_from_its_log_and_a_warning_tells_so()
    {
        await using var store = new WatchedStore();
        var id = await TypedAsync(store);
        store.Snapshots = bytes => bytes[..^1];
        await using var server = await TestServer.StartAsync(store);
        await using var ada = await server.JoinAsync(id, "ada");
        Assert.Equal((5L, new IdRange(1, 5)), (ada.Sync.Revision, ada.Sync.Saved.Single()));
        Assert.Equal(6, await ada.InsertSavedAsync(6, 2, 5, "f"));
        Assert.Equal("abcdef", await server.Api.ReadTextAsync(id, Ct));
        Assert.Contains(server.Log.All, line => line.Contains("opened from its whole log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_snapshot_that_could_not_be_used_is_replaced_even_when_nothing_changed()
    {
        await using var store = new WatchedStore();
        var id = await TypedAsync(store);
        store.Snapshots = bytes => bytes[..^1];
        await using (var server = await TestServer.StartAsync(store))
        {
            Assert.Equal("abcde", await server.Api.ReadTextAsync(id, Ct));
            await store.SaveSnapshotAsync(id, 5, new byte[9], Ct);
            await server.StopAsync();
        }

        store.Snapshots = bytes => bytes;
        await using var again = await TestServer.StartAsync(store);
        Assert.Equal("abcde", await again.Api.ReadTextAsync(id, Ct));
        Assert.DoesNotContain(again.Log.All, line => line.Contains("opened from its whole log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_closes_the_document_with_4006_and_the_change_is_taken_later()
    {
        await using var store = new WatchedStore();
        var id = await TypedAsync(store);
        await using var server = await TestServer.StartAsync(store);
        await using var ada = await server.JoinAsync(id, "ada");
        await using var bob = await server.JoinAsync(id, "bob");
        store.LogGate = Task.FromException(new IOException("Input/output error"));
        await bob.InsertAsync(1, 1, 1, "B");
        Assert.Equal(CloseCodes.NotSaved, await bob.ClosedAsync());
        Assert.Equal(CloseCodes.NotSaved, await ada.ClosedAsync());
        store.LogGate = Task.CompletedTask;
        await using var again = await server.JoinAsync(id, "bob");
        Assert.Equal(6, await again.InsertSavedAsync(1, 1, 1, "B"));
    }

    /// <summary>A document in which ada typed "abcde", a letter a change, on a server that has stopped since.</summary>
    private static async Task<string> TypedAsync(WatchedStore store)
    {
        await using var server = await TestServer.StartAsync(store);
        var id = await server.CreateAsync();
        await using (var ada = await server.JoinAsync(id, "ada"))
        {
            for (var i = 0; i < 5; i++)
            {
                await ada.InsertSavedAsync(i + 1, i, i, "abcde"[i..(i + 1)]);
            }
        }

        await server.StopAsync();
        Assert.Equal(5, (await store.LoadAsync(id, 0, Ct))!.Snapshot!.Revision);
        return id;
    }
}
