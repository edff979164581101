using Weft.Client;
using Weft.Client.Replay;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Tests.Access;

namespace Weft.Server.Tests.Roles;

/// <summary>Signing in over the connection, staying signed in, and being told when that ends.</summary>
public sealed class SignInTests
{
    private const string Token = "0123456789-a-token-that-is-long-enough";

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact(DisplayName = "[ACCESS-2] M-20 O-46 Who has not signed in gets nothing, and is closed with 4007 after a while")]
    public async Task Nobody()
    {
        var time = new SteppedTime();
        await using var people = await People.StartAsync(time);
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var id = await ada.CreateAsync();
        await using var peer = await people.Server.ConnectAsync();
        foreach (var message in (ClientMessage[])[new JoinMessage(id) { Id = 1 }, new LeaveMessage { Id = 1 }, new CursorMessage(0) { Id = 1 }, new ChangeMessage(0, [new DeleteOperation("e/1")]) { Id = 1 }])
        {
            await peer.SendAsync(message);
            Assert.Equal(ErrorCodes.Unauthorized, (await peer.NextErrorAsync()).Code);
        }

        Assert.Equal(ResponseStatus.Ok, (await peer.BeatAsync()).Status);
        time.Advance(Limits.SignInPatience);
        Assert.Equal(CloseCodes.SignInFirst, await peer.ClosedAsync());
    }

    [Fact(DisplayName = "[ACCESS-2] Who signs in in time stays, and who tries others' tokens for too long does not")]
    public async Task Guessing()
    {
        var time = new SteppedTime();
        await using var people = await People.StartAsync(time);
        var root = await people.RegisterAsync("Root");
        await using var stays = await root.ConnectAsync();
        await using var guesses = await people.Server.ConnectAsync();
        for (var i = 0; i < Limits.MaxBadMessages + 1; i++)
        {
            await guesses.SendAsync(new AuthMessage("guess-" + i) { Id = 1 });
        }

        Assert.Equal(CloseCodes.TooManyBadMessages, await guesses.ClosedAsync());
        time.Advance(Limits.SignInPatience * 2);
        Assert.Equal(ResponseStatus.Ok, (await stays.BeatAsync()).Status);
    }

    [Fact(DisplayName = "[ACCESS-1] [ACCESS-3] A token is shown as the first message, with a join behind it, or as a subprotocol; a wrong one changes nothing")]
    public async Task Auth()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var bob = await people.RegisterAsync("Bob");
        var id = await ada.CreateAsync();
        await using var peer = await people.Server.ConnectAsync();
        await peer.SendAsync(new AuthMessage(ada.Token));
        await peer.JoinAsync(id);
        Assert.NotNull(peer.Taken.OfType<ResponseMessage>().Single().Expires);
        foreach (var token in (string[])["wrong", bob.Token])
        {
            var refused = await peer.SignInAsync(token);
            Assert.Equal((ResponseStatus.Error, ErrorCodes.Unauthorized), (refused.Status, refused.Error?.Code));
        }

        await peer.InsertSavedAsync(1, 0, 0, "x");
        Assert.Equal(ResponseStatus.Ok, (await peer.SignInAsync((await people.SignInAsync("Ada")).Token)).Status);
        using var browser = new Browser(people.Server.Address);
        using var socket = await browser.ConnectAsync(null, Limits.Subprotocol, Limits.TokenSubprotocol + ada.Token);
        Assert.Equal(Limits.Subprotocol, socket.SubProtocol);
    }

    [Fact(DisplayName = "[ACCESS-3] An open server takes any token for granted: it asks nobody, and the connection stays whose it is")]
    public async Task OpenAuth()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var peer = await server.ConnectAsync();
        var first = await peer.SignInAsync("a-token-of-another-server");
        Assert.Equal((ResponseStatus.Ok, null), (first.Status, first.Expires));
        await peer.JoinAsync(id);
        Assert.Equal((DocumentRole.Admin, true), (peer.Sync.Role, peer.Sync.Run));
        Assert.Equal(ResponseStatus.Ok, (await peer.SignInAsync("and-another")).Status);
        await peer.InsertSavedAsync(1, 0, 0, "x");
        Assert.Empty(peer.Heard<AccessMessage>());
    }

    [Fact(DisplayName = "[ACCESS-4] M-34 A sign-in that ends is told a minute before, then the connection is closed with 4009")]
    public async Task Expiry()
    {
        var time = new SteppedTime();
        await using var people = await People.StartAsync(time);
        var ada = await people.RegisterAsync("Ada");
        var id = await ada.CreateAsync();
        await using var peer = await ada.JoinAsync(id);
        time.Advance(Week - TimeSpan.FromMinutes(5));
        Assert.Equal(ResponseStatus.Ok, (await peer.BeatAsync()).Status);
        Assert.Empty(peer.Heard<ExpiringMessage>());
        time.Advance(TimeSpan.FromMinutes(4.5));
        var notice = await peer.NextAsync<ExpiringMessage>();
        Assert.InRange(notice.At - time.GetUtcNow().ToUnixTimeMilliseconds(), 1, 60_000);
        await peer.InsertSavedAsync(1, 0, 0, "still signed in");
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(CloseCodes.SignInExpired, await peer.ClosedAsync());
    }

    [Fact(DisplayName = "[ACCESS-3] [ACCESS-4] Who renews on the open connection stays in the document beyond the first sign-in's end")]
    public async Task Renewal()
    {
        var time = new SteppedTime();
        await using var people = await People.StartAsync(time);
        var ada = await people.RegisterAsync("Ada");
        var id = await ada.CreateAsync();
        await using var peer = await ada.JoinAsync(id);
        time.Advance(Week - TimeSpan.FromSeconds(50));
        await peer.NextAsync<ExpiringMessage>();
        var again = await people.SignInAsync("Ada");
        var answer = await peer.SignInAsync(again.Token);
        Assert.Equal(ResponseStatus.Ok, answer.Status);
        time.Advance(TimeSpan.FromDays(6));
        await peer.InsertSavedAsync(1, 0, 0, "x");
        Assert.Single(peer.Heard<ExpiringMessage>());
        time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(CloseCodes.SignInExpired, await peer.ClosedAsync());
    }

    [Fact(DisplayName = "[ACCESS-2] J-03 A server with a token takes who shows it, as an admin of everything")]
    public async Task ServerToken()
    {
        await using var server = await StartWithTokenAsync();
        using var browser = new Browser(server.Address) { Bearer = Token };
        var id = (await browser.PostAsync("api/v1/documents", new { title = "Notes", kind = "text" })).Text("id")!;
        await using var ada = await server.ConnectAsync();
        await ada.SignInAsync(Token);
        await using var bob = await server.ConnectAsync();
        await bob.SignInAsync(Token);
        Assert.Equal((DocumentRole.Admin, "Ada"), ((await ada.JoinAsync(id, "ada", "Ada")).Role, ada.Sync.Name));
        await ada.InsertSavedAsync(1, 0, 0, "x");

        // All share one identity here: a client id is nobody's own.
        Assert.Equal(1, (await bob.JoinAsync(id, "ada", "Bob")).Revision);
        Assert.Equal(CloseCodes.Replaced, await ada.ClosedAsync());
    }

    [Fact(DisplayName = "[ACCESS-1] A replay shows its token for the document and for each of its authors")]
    public async Task Replay()
    {
        await using var server = await StartWithTokenAsync();
        var ct = TestContext.Current.CancellationToken;
        var api = new DocumentApi(server.Http, server.Address, Token);
        var id = await api.CreateAsync("Replay", "text", ct);
        var result = await new Replayer(server.Address, api, TimeProvider.System).PlayAsync(GeneratedTrace.Make(3, 60, new Random(1)), id, ReplayPace.Max, null, ct);
        Assert.Null(result.Difference);
        await Assert.ThrowsAsync<WeftClientException>(() => server.Api.ReadTextAsync(id, ct));
    }

    private static Task<TestServer> StartWithTokenAsync() => TestServer.StartAsync(configure: options =>
    {
        options.Access = AccessMode.Token;
        options.Token = Token;
    });
}
