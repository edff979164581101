using Weft.Client;
using Weft.Protocol;

namespace Weft.Server.Tests;

/// <summary>A real server process is killed in the middle of typing.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-crash-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task CHANGE11_after_a_kill_every_change_answered_saved_is_there_exactly_once()
    {
        string id;
        var saved = new List<long>[3];
        using var http = new HttpClient();
        await using (var weft = StartServer())
        {
            var address = await weft.ListeningAsync();
            id = await new DocumentApi(http, address).CreateAsync("Notes", "text", Ct);
            var typists = Enumerable.Range(0, saved.Length).Select(n => TypeAsync(address, id, n)).ToList();
            await Task.WhenAll(typists.Select(t => t.Started.Task));
            await weft.KillAsync();
            for (var n = 0; n < saved.Length; n++)
            {
                saved[n] = await typists[n].Saved;
            }
        }

        Assert.All(saved, ids => Assert.NotEmpty(ids));
        await using var again = StartServer();
        var reopened = await again.ListeningAsync();
        var text = await new DocumentApi(http, reopened).ReadTextAsync(id, Ct);
        for (var n = 0; n < saved.Length; n++)
        {
            foreach (var change in saved[n])
            {
                Assert.Equal(2, text.Split($"<{n}:{change}>").Length);
            }

            await using var back = await Peer.ConnectAsync(reopened);
            var sync = await back.JoinAsync(id, "typist" + n);
            Assert.All(saved[n], change => Assert.Contains(sync.Saved, range => range.Contains(change)));

            // What was not answered is sent again, and is there once as well.
            var next = saved[n].Count + 1;
            await back.InsertSavedAsync(next, sync.Revision, 0, $"<{n}:{next}>");
        }

        var after = await new DocumentApi(http, reopened).ReadTextAsync(id, Ct);
        Assert.All(Enumerable.Range(0, saved.Length), n => Assert.Equal(2, after.Split($"<{n}:{saved[n].Count + 1}>").Length));
    }

    private WeftProcess StartServer() => WeftProcess.Start("serve", "--host", "localhost", "--port", "0", "--data", _folder);

    private static (TaskCompletionSource Started, Task<List<long>> Saved) TypeAsync(ServerAddress address, string id, int number)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (started, TypeUntilKilledAsync(address, id, number, started));
    }

    private static async Task<List<long>> TypeUntilKilledAsync(ServerAddress address, string id, int number, TaskCompletionSource started)
    {
        var saved = new List<long>();
        await using var peer = await Peer.ConnectAsync(address);
        await peer.JoinAsync(id, "typist" + number);
        try
        {
            for (var change = 1L; change < 100_000; change++)
            {
                await peer.InsertAsync(change, 0, 0, $"<{number}:{change}>", change == 1 ? null : change - 1);
                if (change > 8)
                {
                    saved.Add((await peer.NextAsync<ResponseMessage>(r => r.Status == ResponseStatus.Saved)).InReply!.Value);
                }

                if (saved.Count > 50)
                {
                    started.TrySetResult();
                }
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.Net.WebSockets.WebSocketException)
        {
            // Killed: what was answered until then is what counts.
            saved = [.. peer.Heard<ResponseMessage>().Where(r => r.Status == ResponseStatus.Saved).Select(r => r.InReply!.Value)];
        }

        return saved;
    }
}
