using System.Net;
using System.Net.Http.Json;
using Weft.Client;
using Weft.Protocol;
using Weft.Server.Tests.Files;
using Weft.Storage;
using Weft.Storage.Sqlite;
using Weft.Sync;

namespace Weft.Server.Tests.Faults;

/// <summary>A disk that cannot be written for a while: nothing that was answered saved is lost, everybody is told, and it goes on by itself.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-full-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task A_full_disk_costs_nothing_that_was_saved_and_goes_on_when_there_is_space() =>
        WriteThroughAsync(new FullDisk.InMemory(_folder), "The server's disk is full", HttpStatusCode.InsufficientStorage);

    [Fact]
    public Task A_file_that_cannot_be_written_for_a_while_costs_nothing_that_was_saved() =>
        WriteThroughAsync(new FullDisk.Limited(), "The server's disk does not work", HttpStatusCode.ServiceUnavailable);

    [Fact]
    public Task A_picture_for_which_the_disk_has_no_room_is_refused_and_can_come_when_there_is() =>
        UploadAsync(new FullDisk.InMemory(_folder), HttpStatusCode.InsufficientStorage, "disk_full");

    [Fact]
    public Task A_picture_that_cannot_be_written_is_refused_and_can_come_when_it_can() =>
        UploadAsync(new FullDisk.Limited(), HttpStatusCode.ServiceUnavailable, "storage_fault");

    private async Task UploadAsync(FullDisk disk, HttpStatusCode refusal, string code)
    {
        await disk.RequireAsync();
        await using var server = WeftProcess.StartIn(disk.Wrapper, "serve", "--host", "localhost", "--port", "0", "--data", _folder);
        var address = await server.ListeningAsync();
        using var http = new HttpClient { BaseAddress = address.Http };
        var id = await new DocumentApi(http, address).CreateAsync("Board", "board", Ct);
        var files = new Uri($"api/v1/documents/{id}/files", UriKind.Relative);
        var picture = Pictures.Png(padding: 2_000_000);

        // Half of it fits.
        await disk.FillAsync(server, _folder, room: 1_000_000);
        using (var refused = await http.PostAsync(files, new ByteArrayContent(picture), Ct))
        {
            Assert.Equal(refusal, refused.StatusCode);
            Assert.Equal(code, (await refused.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Ct)).GetProperty("code").GetString());
        }

        var stored = Path.Combine(disk.Inside(server, _folder), SqliteFileStore.FolderName);
        Assert.Empty(Directory.GetFiles(stored));
        using (var missing = await http.GetAsync(new Uri($"{files}/{FileHash.Of(picture)}", UriKind.Relative), Ct))
        {
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }

        await disk.EmptyAsync(server, _folder);
        using var taken = await http.PostAsync(files, new ByteArrayContent(picture), Ct);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        Assert.Equal(picture, await http.GetByteArrayAsync(new Uri($"{files}/{FileHash.Of(picture)}", UriKind.Relative), Ct));
        Assert.Equal(FileHash.Of(picture), Path.GetFileName(Assert.Single(Directory.GetFiles(stored))));
    }

    private async Task WriteThroughAsync(FullDisk disk, string words, HttpStatusCode refusal)
    {
        await disk.RequireAsync();
        await using var server = WeftProcess.StartIn(disk.Wrapper, "serve", "--host", "localhost", "--port", "0", "--data", _folder);
        var address = await server.ListeningAsync();
        using var http = new HttpClient { BaseAddress = address.Http };
        var api = new DocumentApi(http, address);
        var id = await api.CreateAsync("Notes", "text", Ct);
        await using var ada = Join(address, id, "ada");
        await using var bob = Join(address, id, "bob");
        await Task.WhenAll(ada.Ready, bob.Ready).WaitAsync(TimeSpan.FromSeconds(60), Ct);
        Type(ada, "before ");
        await ada.AllSavedAsync().WaitAsync(TimeSpan.FromSeconds(60), Ct);
        var reasons = Reasons(ada, bob);

        await disk.FillAsync(server, _folder);
        while (reasons.Count < 6)
        {
            // A little may still fit in; it must then be there as well.
            Type(ada, $"[ada {ada.Revision}]" + new string('x', 10_000));
            Type(bob, $"[bob {bob.Revision}]");
            await Task.Delay(50, Ct);
        }

        Assert.All(reasons, reason => Assert.True(reason.Contains($"{CloseCodes.NotSaved}", StringComparison.Ordinal) && reason.Contains(words, StringComparison.Ordinal), reason));
        Assert.Equal(refusal, await CreateAsync(http));
        await using (var eve = Join(address, id, "eve"))
        {
            await eve.Ready.WaitAsync(TimeSpan.FromSeconds(60), Ct);
            Assert.StartsWith("before", eve.Text("body"), StringComparison.Ordinal);
        }

        await disk.EmptyAsync(server, _folder);
        ada.Reconnect();
        bob.Reconnect();
        Type(ada, "after ");
        await Task.WhenAll(ada.AllSavedAsync(), bob.AllSavedAsync()).WaitAsync(TimeSpan.FromSeconds(120), Ct);
        await Eventually.HoldsAsync(() => ada.Revision == bob.Revision, "They are not up to date.");
        await server.KillAsync();

        await AssertKeptAsync(disk, server, ada, bob);
    }

    // What is on a disk in memory went with the process; what it said to both clients is compared then.
    private async Task AssertKeptAsync(FullDisk disk, WeftProcess server, WeftClient ada, WeftClient bob)
    {
        Assert.Equal(ada.Text("body"), bob.Text("body"));
        Assert.Contains("after", bob.Text("body"), StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", server.Errors, StringComparison.Ordinal);
        if (disk is FullDisk.Limited)
        {
            await using var again = WeftProcess.Start("serve", "--host", "localhost", "--port", "0", "--data", _folder);
            var address = await again.ListeningAsync();
            using var http = new HttpClient();
            var document = (await http.GetFromJsonAsync<System.Text.Json.JsonElement>(new Uri(address.Http, "api/v1/documents"), Ct)).GetProperty("documents")[0];
            Assert.Equal(ada.Text("body"), await new DocumentApi(http, address).ReadTextAsync(document.GetProperty("id").GetString()!, Ct));
        }
    }

    private static WeftClient Join(ServerAddress address, string id, string name) =>
        new(address, new SessionSettings(id, name, name), new WeftClientOptions { FirstRetry = TimeSpan.FromMilliseconds(20) });

    private static void Type(WeftClient client, string text) => client.EditText("body", body => new TextEdit(body.Length, body.Length, TextContent.Of(text)));

    private static System.Collections.Concurrent.ConcurrentQueue<string> Reasons(params WeftClient[] clients)
    {
        var reasons = new System.Collections.Concurrent.ConcurrentQueue<string>();
        foreach (var client in clients)
        {
            client.StatusChanged += (_, changed) =>
            {
                if (changed.Status is { State: ClientState.Disconnected or ClientState.Failed, Reason: { } reason })
                {
                    reasons.Enqueue(reason);
                }
            };
        }

        return reasons;
    }

    private static async Task<HttpStatusCode> CreateAsync(HttpClient http)
    {
        using var body = JsonContent.Create(new Dictionary<string, string> { ["title"] = new('x', 100), ["kind"] = "text" });
        using var answer = await http.PostAsync(new Uri("api/v1/documents", UriKind.Relative), body, Ct);
        return answer.StatusCode;
    }
}
