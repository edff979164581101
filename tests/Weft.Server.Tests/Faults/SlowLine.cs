using Weft.Client;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Server.Tests.Faults;

/// <summary>What two people do over a bad line, whoever makes it bad.</summary>
internal static class SlowLine
{
    private const int Words = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>They type at once, see their own words without waiting, stay connected, and end equal.</summary>
    public static async Task TypeAsync(ServerAddress address)
    {
        using var http = new HttpClient();
        var id = await new DocumentApi(http, address).CreateAsync("Notes", "text", Ct);
        var options = new WeftClientOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(500) };
        await using var ada = new WeftClient(address, new SessionSettings(id, "ada", "Ada"), options);
        await using var bob = new WeftClient(address, new SessionSettings(id, "bob", "Bob"), options);
        await Task.WhenAll(ada.Ready, bob.Ready).WaitAsync(Patience, Ct);
        var losses = 0;
        ada.StatusChanged += (_, changed) => losses += changed.Status.State == ClientState.Connected ? 0 : 1;
        for (var n = 0; n < Words; n++)
        {
            foreach (var (client, name) in (ReadOnlySpan<(WeftClient, string)>)[(ada, "a"), (bob, "b")])
            {
                var word = $"{name}{n} ";
                client.EditText("body", text => new TextEdit(text.Length, text.Length, TextContent.Of(word)));
                Assert.EndsWith(word, client.Text("body"), StringComparison.Ordinal);
            }

            await Task.Delay(20, Ct);
        }

        await Task.WhenAll(ada.AllSavedAsync(), bob.AllSavedAsync()).WaitAsync(Patience, Ct);
        await Eventually.HoldsAsync(() => ada.Revision == bob.Revision, "They are not equally up to date.");
        Assert.Equal(ada.Text("body"), bob.Text("body"));
        Assert.Equal(2 * Words, ada.Text("body").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Count());
        Assert.Equal(0, losses);
    }
}
