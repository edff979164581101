using System.Text.Json.Nodes;
using Weft.Server.Access;
using Weft.Server.Tests.Access;
using Weft.Server.Tests.Roles;

namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>Accounts, roles and sharing, which are those of Weft.</summary>
public sealed class OpenJamAccessTests : OpenJamTest
{
    private const string Token = "0123456789-a-token-that-is-long-enough";
    private const string Password = "a long enough password";

    [Fact]
    public async Task J02_one_account_works_in_both_apps()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        await using var ann = await JamPage.SignInAsync(people.Server, "Ann");
        using var browser = new Browser(people.Server.Address);
        Assert.Equal(200, (int)(await browser.SignInAsync("ann@example.org", Password)).Status);
        using var weft = new Browser(people.Server.Address) { Bearer = ann.Token };
        Assert.Equal((ann.Id, "Ann"), ((await weft.GetAsync("api/v1/session")).Text("account"), (await weft.GetAsync("api/v1/session")).Text("name")));

        var (status, taken) = await ann.SendAsync(HttpMethod.Post, "api/auth/register", new JsonObject { ["email"] = "ANN@example.org", ["password"] = Password, ["displayName"] = "Ann" });
        Assert.Equal((409, "Email already registered"), (status, (string?)taken["error"]));
        var (namesake, second) = await ann.SendAsync(HttpMethod.Post, "api/auth/register", new JsonObject { ["email"] = "other@example.org", ["password"] = Password, ["displayName"] = "Ann" });
        Assert.Equal((200, "Ann 2"), (namesake, (string?)second["user"]!["displayName"]));
        foreach (var login in new[] { new JsonObject { ["email"] = "ann@example.org", ["password"] = "wrong" }, new JsonObject { ["email"] = "nobody@example.org", ["password"] = "wrong" } })
        {
            var (refused, why) = await ann.SendAsync(HttpMethod.Post, "api/auth/login", login);
            Assert.Equal((401, "Invalid email or password"), (refused, (string?)why["error"]));
        }

        var (weak, rule) = await ann.SendAsync(HttpMethod.Post, "api/auth/register", new JsonObject { ["email"] = "weak@example.org", ["password"] = "sixsix", ["displayName"] = "Weak" });
        Assert.Equal(400, weak);
        Assert.Contains("10 characters", (string?)rule["error"], StringComparison.Ordinal);
        var (_, renamed) = await ann.SendAsync(HttpMethod.Put, "api/me", new JsonObject { ["displayName"] = "Anna", ["avatarColor"] = "#10b981" });
        Assert.Equal("Anna", (string?)renamed["user"]!["displayName"]);
        Assert.Equal("Anna", (await weft.GetAsync("api/v1/session")).Text("name"));
        Assert.Equal(409, (await ann.SendAsync(HttpMethod.Put, "api/me", new JsonObject { ["displayName"] = "Root", ["avatarColor"] = "#10b981" })).Status);
    }

    [Fact]
    public async Task The_first_account_needs_the_secret_that_the_server_printed()
    {
        await using var server = await TestServer.StartAsync(configure: options => options.Access = AccessMode.Accounts);
        using var browser = new Browser(server.Address);
        var answer = await browser.PostAsync("openjam/api/auth/register", new { email = "ann@example.org", password = Password, displayName = "Ann" });
        Assert.Equal(403, (int)answer.Status);
        Assert.Contains("printed", answer.Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task J02_a_server_with_a_token_takes_it_as_the_password()
    {
        await using var server = await TestServer.StartAsync(configure: options => (options.Access, options.Token) = (AccessMode.Token, Token));
        using var browser = new Browser(server.Address);
        var wrong = await browser.PostAsync("openjam/api/auth/login", new { email = "ann@example.org", password = "wrong password" });
        Assert.Equal((401, true), ((int)wrong.Status, wrong.Text("error")!.Contains("token", StringComparison.Ordinal)));
        await using var ann = await JamPage.SignInAsync(server, "Ann", password: Token);
        await ann.OpenAsync("room-1");
        await ann.AddAsync("el_1");
        await ann.BeatAsync();
        Assert.Single((await ann.GetAsync("api/rooms/room-1/load"))["elements"]!.AsArray());
        Assert.DoesNotContain(server.Log.Own, line => line.Contains(Token, StringComparison.Ordinal) || line.Contains(ann.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Boards_are_shared_with_members_and_each_may_do_what_their_permission_says()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        await using var ann = await JamPage.SignInAsync(people.Server, "Ann");
        await using var bob = await JamPage.SignInAsync(people.Server, "Bob");
        var room = (string)(await ann.SendAsync(HttpMethod.Post, "api/rooms", new JsonObject { ["name"] = "Plan" })).Answer["id"]!;
        await DeniedAsync(bob, HttpMethod.Get, $"api/rooms/{room}", "Room access denied");
        await DeniedAsync(bob, HttpMethod.Get, $"api/rooms/{room}/load", "Room access denied");
        await bob.DialAsync();
        await bob.SayAsync("join", new JsonObject { ["roomId"] = room });
        Assert.Equal("Failed to join room", await bob.ErrorAsync());

        var (_, member) = await ann.SendAsync(HttpMethod.Post, $"api/rooms/{room}/invites", new JsonObject { ["email"] = "BOB@example.org", ["permission"] = "view" });
        Assert.Equal(["avatarColor", "createdAt", "displayName", "email", "permission", "updatedAt", "userId"], member.Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal((bob.Id, "Bob", "view"), ((string?)member["userId"], (string?)member["displayName"], (string?)member["permission"]));
        await ann.OpenAsync(room);
        await ann.AddAsync("el_1");
        await bob.JoinAsync(room);
        await bob.LoadAsync();
        Assert.Equal("view", (string?)Assert.Single((await bob.GetAsync("api/rooms"))["rooms"]!.AsArray())!["permission"]);
        await bob.MoveAsync("el_1", 5, 5);
        Assert.Equal("You do not have permission to edit this board", await bob.ErrorAsync());
        await EqualAsync(ann, bob);
        await DeniedAsync(bob, HttpMethod.Post, $"api/rooms/{room}/save", "Room edit access denied", JsonNode.Parse("""{"name":"Mine","elements":[]}"""));
        await DeniedAsync(bob, HttpMethod.Put, $"api/rooms/{room}", "Not room owner", new JsonObject { ["name"] = "Mine" });
        await DeniedAsync(bob, HttpMethod.Delete, $"api/rooms/{room}", "Not room owner");
        await DeniedAsync(bob, HttpMethod.Put, $"api/rooms/{room}/share", "Only the board owner can change sharing", new JsonObject { ["linkPermission"] = "anyone-edit" });

        // At once, on the line that is open.
        await ann.SendAsync(HttpMethod.Post, $"api/rooms/{room}/invites", new JsonObject { ["email"] = "bob@example.org", ["permission"] = "edit" });
        await Faults.Eventually.HoldsAsync(
            async () =>
            {
                await bob.MoveAsync("el_1", 9, 9);
                await bob.BeatAsync();
                return ann.Store.Find("el_1")!["x"]!.ToJsonString() == "9";
            },
            "Bob may edit and cannot.");
        Assert.Equal("edit", (string?)Assert.Single((await ann.GetAsync($"api/rooms/{room}/share"))["members"]!.AsArray())!["permission"]);
        Assert.Equal("""{"ok":true}""", (await ann.SendAsync(HttpMethod.Delete, $"api/rooms/{room}/members/{bob.Id}")).Answer.ToJsonString());
        Assert.Equal(4008, await bob.ClosedAsync());
        await DeniedAsync(ann, HttpMethod.Delete, $"api/rooms/{room}/members/{bob.Id}", "Room member not found", status: 404);
        await DeniedAsync(ann, HttpMethod.Delete, $"api/rooms/{room}/members/{ann.Id}", "The board owner already has full access", status: 400);
        await DeniedAsync(ann, HttpMethod.Post, $"api/rooms/{room}/invites", "That user does not have an OpenJam account yet", new JsonObject { ["email"] = "nobody@example.org", ["permission"] = "view" }, 404);
        await DeniedAsync(ann, HttpMethod.Post, $"api/rooms/{room}/invites", "Invalid member permission", new JsonObject { ["email"] = "bob@example.org", ["permission"] = "owner" }, 400);
        await DeniedAsync(ann, HttpMethod.Post, $"api/rooms/{room}/invites", "The board owner already has full access", new JsonObject { ["email"] = "ann@example.org", ["permission"] = "view" }, 400);
    }

    [Fact]
    public async Task Whoever_is_signed_in_and_has_the_address_comes_in_by_the_permission_of_the_link()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        await using var ann = await JamPage.SignInAsync(people.Server, "Ann");
        await using var bob = await JamPage.SignInAsync(people.Server, "Bob");
        var room = (string)(await ann.SendAsync(HttpMethod.Post, "api/rooms", new JsonObject { ["name"] = "Plan" })).Answer["id"]!;
        Assert.Equal("""{"linkPermission":"restricted","members":[]}""", (await ann.GetAsync($"api/rooms/{room}/share")).ToJsonString());
        await DeniedAsync(ann, HttpMethod.Put, $"api/rooms/{room}/share", "Invalid link permission", new JsonObject { ["linkPermission"] = "everybody" }, 400);
        var (_, shared) = await ann.SendAsync(HttpMethod.Put, $"api/rooms/{room}/share", new JsonObject { ["linkPermission"] = " Anyone-VIEW " });
        Assert.Equal("anyone-view", (string?)shared["linkPermission"]);
        Assert.Equal("view", (string?)(await bob.GetAsync($"api/rooms/{room}"))["permission"]);
        Assert.Empty((await bob.GetAsync("api/rooms"))["rooms"]!.AsArray());
        await bob.OpenAsync(room);

        await ann.SendAsync(HttpMethod.Put, $"api/rooms/{room}/share", new JsonObject { ["linkPermission"] = "anyone-edit" });
        await bob.AddAsync("el_1");
        await bob.BeatAsync();
        await ann.OpenAsync(room);
        await EqualAsync(ann, bob);
        Assert.Equal(["el_1"], ann.Store.Ids);
        await ann.SendAsync(HttpMethod.Put, $"api/rooms/{room}/share", new JsonObject { ["linkPermission"] = "restricted" });
        Assert.Equal(4008, await bob.ClosedAsync());
        await DeniedAsync(bob, HttpMethod.Get, $"api/rooms/{room}", "Room access denied");
    }

    [Fact]
    public async Task Signing_out_in_either_app_ends_the_line()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        await using var ann = await JamPage.SignInAsync(people.Server, "Ann");
        var room = (string)(await ann.SendAsync(HttpMethod.Post, "api/rooms", new JsonObject { ["name"] = "Plan" })).Answer["id"]!;
        await ann.OpenAsync(room);
        using var weft = new Browser(people.Server.Address) { Bearer = ann.Token };
        Assert.Equal(204, (int)(await weft.SendAsync(HttpMethod.Delete, "api/v1/session")).Status);
        Assert.Equal(4008, await ann.ClosedAsync());
        Assert.Equal(401, (await ann.SendAsync(HttpMethod.Get, "api/me")).Status);
    }

    private static async Task DeniedAsync(JamPage page, HttpMethod method, string path, string error, JsonNode? body = null, int status = 403)
    {
        var (found, answer) = await page.SendAsync(method, path, body);
        Assert.Equal((status, error), (found, (string?)answer["error"]));
    }
}
