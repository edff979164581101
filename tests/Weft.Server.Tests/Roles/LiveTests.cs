using Weft.Protocol;

namespace Weft.Server.Tests.Roles;

/// <summary>Rights that change while people are connected.</summary>
public sealed class LiveTests
{
    private static readonly Dictionary<string, RawJson> None = new(StringComparer.Ordinal);

    [Fact(DisplayName = "[ACCESS-6] M-45 A role that is changed holds for the next message of the open connection, and is told")]
    public async Task RoleChanges()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var bob = await people.RegisterAsync("Bob");
        var id = await ada.CreateAsync();
        await ada.ShareAsync(id, "Bob", "editor");
        await using var peer = await bob.JoinAsync(id, "bob");
        Assert.Equal((DocumentRole.Editor, "Bob"), (peer.Sync.Role, peer.Sync.Name));
        await peer.InsertSavedAsync(1, 0, 0, "a");

        await ada.ShareAsync(id, "Bob", "viewer");
        await peer.InsertAsync(2, 1, 0, "b");
        Assert.Equal(new AccessMessage(DocumentRole.Viewer, By: "Ada"), await peer.NextAsync<AccessMessage>());
        Assert.Equal(ErrorCodes.Forbidden, (await peer.NextErrorAsync()).Code);

        await ada.ShareAsync(id, "Bob", "editor", run: true);
        Assert.Equal(new AccessMessage(DocumentRole.Editor, true, "Ada"), await peer.NextAsync<AccessMessage>());
        await peer.InsertSavedAsync(3, 1, 0, "c");
    }

    [Fact(DisplayName = "[ACCESS-7] M-45 O-48 Who is no member any more is closed with 4008 at once")]
    public async Task Removed()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var bob = await people.RegisterAsync("Bob");
        var id = await ada.CreateAsync();
        await ada.ShareAsync(id, "Bob", "editor");
        await using var owner = await ada.JoinAsync(id);
        await using var peer = await bob.JoinAsync(id, "bob");
        await ada.UnshareAsync(id, bob.Account);
        Assert.Equal(CloseCodes.AccessWithdrawn, await peer.ClosedAsync());
        Assert.Equal(["bob"], (await owner.NextAsync<PresenceMessage>(p => !p.Left.IsEmpty)).Left);
        await owner.InsertSavedAsync(1, 0, 0, "still here");
    }

    [Fact(DisplayName = "[ACCESS-7] M-34 Signing out closes the connections of that session with 4008, and no others")]
    public async Task SignedOut()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var elsewhere = await people.SignInAsync("Ada");
        var id = await ada.CreateAsync();
        await using var here = await ada.JoinAsync(id);
        await using var there = await elsewhere.JoinAsync(id);
        await ada.Browser.SendAsync(HttpMethod.Delete, "api/v1/session");
        Assert.Equal(CloseCodes.AccessWithdrawn, await here.ClosedAsync());
        await there.InsertSavedAsync(1, 0, 0, "x");
    }

    [Fact(DisplayName = "[ACCESS-8] What somebody locked stays theirs over connections, client ids and a restart of the server")]
    public async Task Locks()
    {
        await using var store = new Weft.Storage.InMemoryDocumentStore(TimeProvider.System);
        await using var access = new Weft.Storage.InMemoryAccessStore();
        string id;
        await using (var people = await People.StartAsync(store: store, access: access))
        {
            await people.RegisterAsync("Root");
            var ada = await people.RegisterAsync("Ada");
            await people.RegisterAsync("Bob");
            await people.RegisterAsync("Cy");
            id = await ada.CreateAsync("board");
            await ada.ShareAsync(id, "Bob", "editor");
            await ada.ShareAsync(id, "Cy", "editor");
            await using var bob = await (await people.SignInAsync("Bob")).JoinAsync(id, "bob");
            await SaveAsync(bob, 1, new AddOperation("elements/e1", "rectangle", None));
            await SaveAsync(bob, 2, new LockOperation("elements/e1", true));
        }

        await using (var people = await People.StartAsync(store: store, access: access))
        {
            await using var cy = await (await people.SignInAsync("Cy")).JoinAsync(id, "cy");
            await cy.SendAsync(new ChangeMessage(2, [new MoveOperation("elements/e1", 1, 2)]) { Id = 1 });
            Assert.Equal((ErrorCodes.Locked, "ops[0]"), await ErrorAsync(cy));
            await using var thief = await (await people.SignInAsync("Cy")).ConnectAsync();
            await thief.SendAsync(new JoinMessage(id, "bob") { Id = 1 });
            Assert.Equal((ErrorCodes.ClientTaken, "client"), await ErrorAsync(thief));
            await using var bob = await (await people.SignInAsync("Bob")).JoinAsync(id, "bob-at-home");
            await SaveAsync(bob, 1, new MoveOperation("elements/e1", 1, 2));
            await using var ada = await (await people.SignInAsync("Ada")).JoinAsync(id, "ada");
            await SaveAsync(ada, 1, new LockOperation("elements/e1", false));
        }
    }

    [Fact(DisplayName = "[ACCESS-5] A commenter comments, and the comment is there")]
    public async Task Comments()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var bob = await people.RegisterAsync("Bob");
        var id = await ada.CreateAsync();
        await ada.ShareAsync(id, "Bob", "commenter");
        await using var peer = await bob.JoinAsync(id, "bob");
        await SaveAsync(peer, 1, new AddOperation("comments/c1", "comment", new Dictionary<string, RawJson>(StringComparer.Ordinal) { ["text"] = RawJson.Of("Why?") }));
        await peer.InsertAsync(2, 1, 0, "x");
        Assert.Equal(ErrorCodes.Forbidden, (await ErrorAsync(peer)).Code);
        await using var owner = await ada.JoinAsync(id);
        Assert.Equal("c1", owner.Sync.Snapshot!.Items["comments"].Single().Id);
    }

    private static async Task SaveAsync(Peer peer, long id, WireOperation operation)
    {
        await peer.SendAsync(new ChangeMessage(peer.Sync.Revision, [operation]) { Id = id });
        var answer = await peer.NextAsync<ResponseMessage>(r => r.InReply == id);
        Assert.Null(answer.Error);
    }

    private static async Task<(string Code, string? At)> ErrorAsync(Peer peer)
    {
        var error = await peer.NextErrorAsync();
        return (error.Code, error.At);
    }
}
