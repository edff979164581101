using Weft.Protocol;
using Weft.Storage;

namespace Weft.Server.Tests;

/// <summary>More than the server takes at once, over real sockets: others in the room do not notice.</summary>
public sealed class FloodTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(DisplayName = "[BEAT-5] A lasting flood of cheap messages is closed with 4005, and others go on")]
    public async Task A_lasting_flood_is_closed_with_4005()
    {
        await using var server = await TestServer.StartAsync(time: new FastTime(5));
        var id = await server.CreateAsync();
        await using var bob = await server.JoinAsync(id, "bob");
        await using var ada = await server.JoinAsync(id, "ada");
        var closed = ada.ClosedAsync();
        var flood = Task.Run(
            async () =>
            {
                try
                {
                    while (!closed.IsCompleted)
                    {
                        await ada.SendAsync("""{"type":"heartbeat","id":5}""");
                    }
                }
                catch (Exception exception) when (exception is System.Net.WebSockets.WebSocketException or Weft.Client.WeftClientException or ObjectDisposedException)
                {
                    // The server hung up while this was being sent.
                }
            },
            Ct);
        Assert.Equal(1, await bob.InsertSavedAsync(1, 0, 0, "meanwhile"));
        Assert.Equal(CloseCodes.TooManyMessages, await closed);
        await flood;
        Assert.Contains(ada.Heard<ResponseMessage>(), r => r.Error?.Code == ErrorCodes.SlowDown);
        Assert.Equal(2, await bob.InsertSavedAsync(2, 1, 0, "and after "));
        Assert.Empty(server.Log.Errors);
    }

    [Fact(DisplayName = "[CHANGE-11] Ten thousand changes at once are all saved in order, and somebody else types meanwhile")]
    public async Task Ten_thousand_changes_at_once_are_saved_and_somebody_else_types_meanwhile()
    {
        const int Changes = 10_000;
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var bob = await server.JoinAsync(id, "bob");
        await using var ada = await server.JoinAsync(id, "ada");
        using var window = new SemaphoreSlim(Limits.MaxUnansweredChanges);
        var sending = Task.Run(
            async () =>
            {
                for (var n = 1; n <= Changes; n++)
                {
                    await window.WaitAsync(Ct);
                    await ada.InsertAsync(n, 0, n - 1, "a", n == 1 ? null : n - 1);
                }
            },
            Ct);
        var answering = Task.Run(
            async () =>
            {
                long former = 0;
                for (var n = 1; n <= Changes; n++)
                {
                    var answer = await ada.NextAsync<ResponseMessage>();
                    Assert.Equal((n, ResponseStatus.Saved), (answer.InReply, answer.Status));
                    Assert.True(answer.Revision > former);
                    former = answer.Revision!.Value;
                    window.Release();
                }
            },
            Ct);

        // Bob's are at the beginning, based on the empty document; each is answered while the flood goes on.
        var meanwhile = 0;
        for (var n = 1; n <= 20; n++)
        {
            await bob.InsertSavedAsync(n, 0, 0, "b");
            meanwhile += answering.IsCompleted ? 0 : 1;
        }

        await Task.WhenAll(sending, answering);
        Assert.InRange(meanwhile, 2, 20);
        var text = await server.Api.ReadTextAsync(id, Ct);
        Assert.Equal((Changes, 20), (text.Count(c => c == 'a'), text.Count(c => c == 'b')));
        Assert.Empty(server.Log.Errors);
    }

    [Fact(DisplayName = "[CHANGE-4] More than 1,024 unanswered changes are refused with too_many_unsaved, and the others are saved")]
    public async Task Too_many_unanswered_changes_are_refused()
    {
        const int TooMany = 6;
        var gate = new TaskCompletionSource();
        await using var store = new WatchedStore();
        await using var server = await TestServer.StartAsync(store);
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        store.Gate = gate.Task;
        for (var n = 1; n <= Limits.MaxUnansweredChanges + TooMany; n++)
        {
            await ada.InsertAsync(n, 0, n - 1, "a");
        }

        // The connection answers this one itself, when all before it stand in the room's mailbox; the export goes behind them.
        await ada.SendAsync("nonsense");
        Assert.Equal(ErrorCodes.BadJson, (await ada.NextErrorAsync()).Code);
        Assert.Equal(Limits.MaxUnansweredChanges, (await server.Api.ReadTextAsync(id, Ct)).Length);
        gate.SetResult();
        for (var n = 1; n <= Limits.MaxUnansweredChanges + TooMany; n++)
        {
            var answer = await ada.NextAsync<ResponseMessage>();
            var isTaken = n <= Limits.MaxUnansweredChanges;
            Assert.Equal((n, isTaken ? ResponseStatus.Saved : ResponseStatus.Rejected), (answer.InReply, answer.Status));
            Assert.Equal(isTaken ? null : ErrorCodes.TooManyUnsaved, answer.Error?.Code);
        }

        await ada.InsertSavedAsync(2_000, Limits.MaxUnansweredChanges, 0, "a");
    }

    /// <summary>A clock that runs faster than the world's.</summary>
    private sealed class FastTime(int factor) : TimeProvider
    {
        private readonly long _start = System.GetTimestamp();

        public override long TimestampFrequency => System.TimestampFrequency;

        public override long GetTimestamp() => _start + ((System.GetTimestamp() - _start) * factor);
    }
}
