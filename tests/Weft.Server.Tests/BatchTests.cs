using System.Text;
using Weft.Protocol;

namespace Weft.Server.Tests;

/// <summary>FRAME-8 and CHANGE-16 over real sockets.</summary>
public sealed class BatchTests
{
    private const int Changes = 64;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(DisplayName = "[FRAME-8] [CHANGE-16] [CHANGE-11] What one commit saved reaches those who take batches as one change, the others one by one")]
    public async Task OneCommit()
    {
        await using var store = new WatchedStore();
        await using var server = await TestServer.StartAsync(store);
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        await using var plain = await server.JoinAsync(id, "plain");
        await using var batched = await Peer.ConnectAsync(server.Address);
        await batched.SendAsync(new JoinMessage(id, "batched", Batch: true) { Id = 1 });
        await batched.NextAsync<SyncMessage>();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Gate = gate.Task;
        for (var n = 1; n <= Changes; n++)
        {
            await ada.InsertAsync(n, 0, n - 1, "a", n == 1 ? null : n - 1);
        }

        while ((await server.Api.ReadTextAsync(id, Ct)).Length < Changes)
        {
            await Task.Delay(10, Ct);
        }

        Assert.Empty(batched.Heard<RemoteChangeMessage>());
        gate.SetResult();
        await ada.NextAsync<ResponseMessage>(r => r.InReply == Changes);
        await plain.NextAsync<RemoteChangeMessage>(c => c.Revision == Changes);
        await batched.NextAsync<RemoteChangeMessage>(c => c.Revision == Changes);
        Assert.Equal(Enumerable.Range(1, Changes).Select(n => (long?)n), ada.Heard<ResponseMessage>().Select(r => r.Revision));
        Assert.Equal(Enumerable.Range(1, Changes).Select(n => (long)n), plain.Heard<RemoteChangeMessage>().Select(c => c.Revision));
        Assert.All(plain.Heard<RemoteChangeMessage>(), change => Assert.Null(change.Since));
        var told = batched.Heard<RemoteChangeMessage>();
        Assert.InRange(told.Count, 1, 4);
        Assert.Equal(told.Select(change => change.Before), told.Select(change => change.Revision).Prepend(0).SkipLast(1));
        var text = new StringBuilder();
        foreach (var edit in told.SelectMany(change => change.Ops).Cast<TextOperation>().SelectMany(operation => operation.Changes))
        {
            text.Insert(edit.From, edit.Insert!.Text);
        }

        Assert.Equal(new string('a', Changes), text.ToString());
    }

    [Fact(DisplayName = "[JOIN-1] Whoever joins another document hears nothing more of the former one")]
    public async Task JoinAnother()
    {
        await using var server = await TestServer.StartAsync();
        var first = await server.CreateAsync();
        var second = await server.CreateAsync();
        await using var ada = await server.JoinAsync(first, "ada");
        await using var bob = await server.JoinAsync(first, "bob");
        for (var n = 1; n <= 200; n++)
        {
            await ada.InsertAsync(n, 0, n - 1, "a", n == 1 ? null : n - 1);
        }

        await bob.JoinAsync(second, "bob");
        var before = bob.Taken.Count;
        await ada.NextAsync<ResponseMessage>(r => r.InReply == 200);
        await bob.BeatAsync();
        Assert.Empty(bob.Taken.Skip(before).OfType<RemoteChangeMessage>());
    }
}
