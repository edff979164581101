using Weft.Client;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Server.Tests.Roles;

/// <summary>The .NET client with a token: what it knows of its rights, and when it comes back by itself.</summary>
public sealed class ClientRoleTests
{
    private static readonly WeftClientOptions Quick = new() { FirstRetry = TimeSpan.FromMilliseconds(20) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(DisplayName = "[ACCESS-6] A client knows its role, is told of another one, and takes back what was refused for it")]
    public async Task KnowsItsRole()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var bob = await people.RegisterAsync("Bob");
        var id = await ada.CreateAsync();
        await ada.ShareAsync(id, "Bob", "editor", run: true);
        await using var client = Connect(people, id, Quick with { Token = bob.Token });
        await client.Ready.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Equal((DocumentRole.Editor, true, "Bob"), (client.Role, client.CanRun, client.UserName));
        var changed = new TaskCompletionSource<AccessChanged>();
        var rejected = new TaskCompletionSource<ChangeRejected>();
        client.Happened += (_, happened) =>
        {
            _ = happened.Output is AccessChanged access && changed.TrySetResult(access);
            _ = happened.Output is ChangeRejected rejection && rejected.TrySetResult(rejection);
        };
        await ada.ShareAsync(id, "Bob", "viewer", run: false);
        Assert.Equal(new AccessChanged(DocumentRole.Viewer, false, "Ada"), await changed.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct));
        client.Edit(new TextOperation("body", [new TextEdit(0, 0, TextContent.Of("x"))]));
        Assert.Equal(ErrorCodes.Forbidden, (await rejected.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct)).Error.Code);
        Assert.Equal((DocumentRole.Viewer, string.Empty, 0), (client.Role, client.Text("body"), client.UnsavedCount));
    }

    [Fact(DisplayName = "[ACCESS-11] A client whose access is withdrawn says so, keeps what is unsaved, and does not knock again")]
    public async Task Withdrawn()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var bob = await people.RegisterAsync("Bob");
        var id = await ada.CreateAsync();
        await ada.ShareAsync(id, "Bob", "editor");
        await using var client = Connect(people, id, Quick with { Token = bob.Token });
        await client.Ready.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        var denied = When(client, ClientState.Denied);
        await ada.UnshareAsync(id, bob.Account);
        Assert.Contains("4008", (await denied).Reason, StringComparison.Ordinal);
        client.Edit(new TextOperation("body", [new TextEdit(0, 0, TextContent.Of("x"))]));
        Assert.Equal(1, client.UnsavedCount);

        denied = When(client, ClientState.Denied, "no access");
        client.Reconnect();
        await denied;
        await ada.ShareAsync(id, "Bob", "editor");
        client.Reconnect();
        await client.AllSavedAsync().WaitAsync(TimeSpan.FromSeconds(30), Ct);
    }

    [Fact(DisplayName = "[ACCESS-11] A client that nobody knows says so; without a token, and with one that is wrong")]
    public async Task Unknown()
    {
        await using var people = await People.StartAsync();
        var ada = await people.RegisterAsync("Ada");
        var id = await ada.CreateAsync();
        foreach (var token in (string?[])[null, "wrong"])
        {
            await using var client = Connect(people, id, Quick with { Token = token });
            await When(client, ClientState.SignedOut);
            Assert.Equal(0, client.Status.Attempt);
        }
    }

    [Fact(DisplayName = "[ACCESS-4] [ACCESS-11] A client renews when it is told to, and after 4009 comes back with another token only")]
    public async Task Renews()
    {
        var time = new SteppedTime();
        await using var people = await People.StartAsync(time);
        var ada = await people.RegisterAsync("Ada");
        var id = await ada.CreateAsync();
        var tokens = new Queue<string>([ada.Token]);
        await using var client = Connect(people, id, Quick with { TokenSource = _ => ValueTask.FromResult<string?>(tokens.Count > 1 ? tokens.Dequeue() : tokens.Peek()) });
        await client.Ready.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        time.Advance(TimeSpan.FromDays(6));
        tokens.Clear();
        tokens.Enqueue((await people.SignInAsync("Ada")).Token);
        time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(50));
        await using var watcher = await (await people.SignInAsync("Ada")).JoinAsync(id);
        client.Edit(new TextOperation("body", [new TextEdit(0, 0, TextContent.Of("x"))]));
        await client.AllSavedAsync().WaitAsync(TimeSpan.FromSeconds(30), Ct);
        time.Advance(TimeSpan.FromDays(1));
        client.Edit(new TextOperation("body", [new TextEdit(0, 0, TextContent.Of("y"))]));
        await client.AllSavedAsync().WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Equal(ClientState.Connected, client.Status.State);

        var signedOut = When(client, ClientState.SignedOut);
        time.Advance(TimeSpan.FromDays(7));
        Assert.Contains("expired", (await signedOut).Reason, StringComparison.Ordinal);
    }

    private static WeftClient Connect(People people, string document, WeftClientOptions options) =>
        new(people.Server.Address, new SessionSettings(document, "client-of-test", "Me"), options);

    private static async Task<ClientStatus> When(WeftClient client, ClientState state, string reason = "")
    {
        var reached = new TaskCompletionSource<ClientStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.StatusChanged += (_, change) => Look(change.Status);
        Look(client.Status);
        return await reached.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);

        void Look(ClientStatus status) =>
            _ = status.State == state && status.Reason?.Contains(reason, StringComparison.Ordinal) == true && reached.TrySetResult(status);
    }
}
