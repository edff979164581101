using Weft.Client;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Server.Tests;

/// <summary>The .NET client against a real server.</summary>
public sealed class ClientTests
{
    private static readonly WeftClientOptions Quick = new() { FirstRetry = TimeSpan.FromMilliseconds(20) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_clients_type_over_breaking_connections_and_converge()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await StartAsync(server, id, "ada");
        await using var bob = await StartAsync(server, id, "bob");
        var random = new Random(11);
        for (var n = 0; n < 300; n++)
        {
            var (client, letter) = random.Next(2) == 0 ? (ada, "a") : (bob, "b");
            client.EditText("body", text => text.Length > 20 && random.Next(4) == 0
                ? Deletion(random.Next(text.Length - 3))
                : Insertion(random.Next(text.Length + 1), letter));
            if (n % 60 == 30)
            {
                client.Cut();
            }

            if (n % 10 == 0)
            {
                await Task.Delay(5, Ct);
            }
        }

        await SettleAsync(server, id, ada, bob);
    }

    [Fact]
    public async Task BEAT3_a_deleted_document_ends_the_client_and_an_unknown_one_never_begins()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await StartAsync(server, id, "ada");
        using var deleted = await server.Http.DeleteAsync(new Uri("api/v1/documents/" + id, UriKind.Relative), Ct);
        await UntilAsync(() => ada.Status.State == ClientState.Failed);
        Assert.Contains("4004", ada.Status.Reason, StringComparison.Ordinal);

        await using var lost = new WeftClient(server.Address, new SessionSettings("nowhere", "ada"), Quick);
        await UntilAsync(() => lost.Status.State == ClientState.Failed);
        Assert.False(lost.Ready.IsCompleted);
    }

    [Fact]
    public async Task BEAT3_a_client_gives_up_after_its_attempts_and_comes_back_when_asked()
    {
        ServerAddress address;
        await using (var server = await TestServer.StartAsync())
        {
            address = server.Address;
        }

        await using var ada = new WeftClient(address, new SessionSettings("x", "ada"), new WeftClientOptions { FirstRetry = TimeSpan.FromMilliseconds(1) });
        await UntilAsync(() => ada.Status.State == ClientState.Failed);
        Assert.Equal(Limits.MaxReconnects, ada.Status.Attempt);
        var tries = 0;
        ada.StatusChanged += (_, change) => tries += change.Status.State == ClientState.Connecting ? 1 : 0;
        ada.Reconnect();
        await UntilAsync(() => tries > 0 && ada.Status.State == ClientState.Failed);
    }

    [Theory]
    [InlineData("document-users")]
    [InlineData("connections")]
    public async Task JOIN12_BEAT6_a_client_that_there_is_no_room_for_tries_on_until_there_is(string limit)
    {
        await using var server = await TestServer.StartAsync(configure: o => Assert.True(o.Limits.TrySet(limit + "=1", out _)));
        var id = await server.CreateAsync();
        var ada = await StartAsync(server, id, "ada");
        await using var bob = new WeftClient(server.Address, new SessionSettings(id, "bob"), new WeftClientOptions { FirstRetry = TimeSpan.FromMilliseconds(1) });
        var tries = 0;
        var wasGivenUp = false;
        bob.StatusChanged += (_, change) =>
        {
            tries += change.Status.State == ClientState.Connecting ? 1 : 0;
            wasGivenUp |= change.Status.State == ClientState.Failed;
        };
        await UntilAsync(() => tries > Limits.MaxReconnects + 2);
        Assert.False(bob.Ready.IsCompleted);
        await ada.DisposeAsync();
        await bob.Ready.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.False(wasGivenUp);
    }

    [Fact]
    public async Task A_rejected_edit_is_rolled_back_and_told()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await StartAsync(server, id, "ada");
        ChangeRejected? rejected = null;
        ada.Happened += (_, happened) => rejected = happened.Output as ChangeRejected ?? rejected;
        ada.Edit(new TextOperation("title", [Insertion(0, "no such text")]));
        await UntilAsync(() => rejected is not null);
        Assert.Equal("unknown_path", rejected!.Error.Code);
        Assert.Equal((string.Empty, 0), (ada.Text("title"), ada.UnsavedCount));
    }

    private static async Task<WeftClient> StartAsync(TestServer server, string document, string name)
    {
        var client = new WeftClient(server.Address, new SessionSettings(document, name, name), Quick);
        await client.Ready.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        return client;
    }

    private static async Task SettleAsync(TestServer server, string id, params WeftClient[] clients)
    {
        foreach (var client in clients)
        {
            await client.AllSavedAsync().WaitAsync(TimeSpan.FromSeconds(30), Ct);
        }

        var newest = clients.Max(c => c.Revision);
        await UntilAsync(() => clients.All(c => c.Revision == newest));
        var text = await server.Api.ReadTextAsync(id, Ct);
        Assert.NotEqual(string.Empty, text);
        Assert.All(clients, client => Assert.Equal(text, client.Text("body")));
    }

    private static TextEdit Insertion(int at, string text) => new(at, at, TextContent.Of(text));

    private static TextEdit Deletion(int at) => new(at, at + 3);

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 1_000, "It did not come to pass.");
            await Task.Delay(20, Ct);
        }
    }
}
