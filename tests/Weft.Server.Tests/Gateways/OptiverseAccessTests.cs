using System.Net.WebSockets;
using Weft.Server.Access;
using Weft.Server.Tests.Faults;
using Weft.Server.Tests.Roles;

namespace Weft.Server.Tests.Gateways;

/// <summary>Who gets in at the gateway for Optiverse, and what they may do there.</summary>
public sealed class OptiverseAccessTests : OptiverseTest
{
    private const string Token = "0123456789-a-token-that-is-long-enough";
    private const string Password = "a long enough password";

    [Fact]
    public async Task O46_without_the_token_nobody_gets_in_and_with_it_by_query_or_as_a_password()
    {
        await using var server = await TestServer.StartAsync(configure: options => (options.Access, options.Token) = (AccessMode.Token, Token));
        await RefusedAsync(server, 401);
        await RefusedAsync(server, 401, query: "token=wrong");
        await RefusedAsync(server, 401, basic: "alice:wrong");
        await using var web = await DesktopApp.JoinAsync(server, "lab", "by query", query: "token=" + Token);
        await using var app = DesktopApp.Create("by password");
        await app.ConnectAsync(server.Address, "lab", basic: "anything:" + Token);
        await app.SettledAsync();
        Assert.Equal("Connected (2 users)", app.Status);
        Assert.DoesNotContain(server.Log.Own, line => line.Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task O46_O48_people_sign_in_by_name_and_password_and_get_into_their_sessions_only()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        await people.RegisterAsync("Ada");
        await people.RegisterAsync("Bob");
        await RefusedAsync(people.Server, 401);
        await RefusedAsync(people.Server, 401, basic: "Ada:wrong password here");
        await using var ada = DesktopApp.Create("whoever");
        await ada.ConnectAsync(people.Server.Address, "lab", basic: "Ada:" + Password);
        await ada.SettledAsync();
        Assert.Equal("Ada", (string?)(await ada.NextAsync("connection:ack"))["user_id"]);
        await RefusedAsync(people.Server, 403, basic: "Bob:" + Password);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task O48_who_may_only_read_sees_changes_and_gets_its_own_taken_back(bool isNewer)
    {
        await using var people = await People.StartAsync();
        var ada = await people.RegisterAsync("Ada");
        await people.RegisterAsync("Vera");
        var bench = await ada.CreateAsync("bench");
        await ada.ShareAsync(bench, "Vera", "viewer");
        await using var web = await WebAsync(people.Server, bench, token: ada.Token);
        web.Edit(Add("a", "component", """{"x_mm":1}"""));
        await web.AllSavedAsync().WaitAsync(Patience, Ct);
        await using var vera = DesktopApp.Create("Vera", isHost: true, isNewer: isNewer);
        vera.Paste("own", "component");
        await vera.ConnectAsync(people.Server.Address, bench, basic: "Vera:" + Password);
        await Eventually.HoldsAsync(() => vera.Ids is ["a"], () => $"The scene did not come: {vera.Scene()}");
        vera.Drop("b", "component");
        vera.Drag("a", 50, 50, 0);
        vera.Delete("a");
        await vera.NextCommandAsync("add_item", "a");
        await EqualAsync(web, vera);
        web.Edit(Update("a", """{"x_mm":2}"""));
        await HasAsync(web, "a", "x_mm", "2");
        await EqualAsync(web, vera);
        Assert.Equal("a", Assert.Single(web.Items("items")).Id);
    }

    [Fact]
    public async Task O48_who_loses_access_or_the_session_is_sent_away()
    {
        await using var people = await People.StartAsync();
        var ada = await people.RegisterAsync("Ada");
        var bob = await people.RegisterAsync("Bob");
        var bench = await ada.CreateAsync("bench");
        await ada.ShareAsync(bench, "Bob", "editor");
        await using var app = DesktopApp.Create("Bob");
        await app.ConnectAsync(people.Server.Address, bench, query: "token=" + bob.Token);
        await app.SettledAsync();
        await ada.UnshareAsync(bench, bob.Account);
        Assert.Equal(4008, (int)(await app.ClosedAsync())!);

        await ada.ShareAsync(bench, "Bob", "editor");
        await using var again = DesktopApp.Create("Bob");
        await again.ConnectAsync(people.Server.Address, bench, query: "token=" + bob.Token);
        await again.SettledAsync();
        await bob.Browser.SendAsync(HttpMethod.Delete, "api/v1/session");
        Assert.Equal(4008, (int)(await again.ClosedAsync())!);
    }

    private static async Task RefusedAsync(TestServer server, int status, string query = "", string? basic = null)
    {
        await using var app = DesktopApp.Create("nobody");
        var refusal = await Assert.ThrowsAsync<WebSocketException>(() => app.ConnectAsync(server.Address, "lab", query, basic));
        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), refusal.Message, StringComparison.Ordinal);
    }
}
