using System.Text.Json.Nodes;
using Weft.Protocol;
using Weft.Server.Tests.Faults;

namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>Who is on a board, and where they point.</summary>
public sealed class OpenJamPeopleTests : OpenJamTest
{
    [Fact]
    public async Task J12_J29_J30_a_user_comes_with_the_first_tab_and_goes_with_the_last_also_when_the_line_breaks()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        var joined = await ann.NextAsync("presence");
        Assert.Equal(("join", bob.Id), ((string?)joined["action"], (string?)joined["userId"]));
        Assert.Equal(("Bob", bob.Id), ((string?)joined["user"]!["displayName"], (string?)joined["user"]!["id"]));
        await using var second = bob.Tab(meeting.Server);
        var sync = await second.ConnectAsync("room-1");
        Assert.Equal(2, sync["users"]!.AsArray().Count);
        await second.BreakAsync();
        await bob.BeatAsync();
        await ann.BeatAsync();
        Assert.Single(ann.Heard("presence"));
        await bob.BreakAsync();
        var left = await ann.NextAsync("presence");
        Assert.Equal(("leave", bob.Id), ((string?)left["action"], (string?)left["userId"]));
        Assert.False(left.ContainsKey("user"));
    }

    [Fact]
    public async Task What_a_user_does_in_one_tab_is_seen_in_the_other()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.OpenAsync(server, "Ann", "room-1");
        await using var second = ann.Tab(server);
        await second.OpenAsync("room-1");
        await ann.AddAsync("el_1");
        await ShowsAsync(second, "el_1", "x", 10);
        await second.MoveAsync("el_1", 5, 6);
        await ShowsAsync(ann, "el_1", "x", 5);
    }

    [Fact]
    public async Task J10_J27_pointers_are_seen_from_both_apps_in_both()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        await using var wanda = await meeting.Server.JoinAsync("room-1", name: "Wanda");
        await ann.SayAsync("cursor", new JsonObject { ["x"] = 12.5, ["y"] = -3 });
        var seen = await bob.NextAsync("cursor");
        Assert.Equal(["color", "name", "userId", "x", "y"], seen.Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal((ann.Id, "Ann", (string?)ann.User["avatarColor"], 12.5, -3), ((string?)seen["userId"], (string?)seen["name"], (string?)seen["color"], (double)seen["x"]!, (double)seen["y"]!));
        Assert.Equal(new CursorPoint(12.5, -3), (await wanda.NextAsync<RemoteCursorMessage>()).Pointer);

        await wanda.SendAsync(new CursorMessage(0, Pointer: new CursorPoint(7, 8)));
        var weft = await ann.NextAsync("cursor");
        Assert.Equal(("Wanda", 7, 8), ((string?)weft["name"], (int)weft["x"]!, (int)weft["y"]!));
        await ann.SayAsync("""{"type":"cursor","payload":{"x":"no","y":1}}""");
        await ann.BeatAsync();
        Assert.Empty(ann.Heard("error").Skip(1));
    }

    [Fact]
    public async Task J28_whoever_has_gone_points_nowhere_any_more()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        await bob.SayAsync("cursor", new JsonObject { ["x"] = 1, ["y"] = 2 });
        await ann.NextAsync("cursor");
        await bob.BreakAsync();
        await ann.NextAsync("presence", p => (string?)p["action"] == "leave" && (string?)p["userId"] == bob.Id);
        await using var late = await meeting.Server.JoinAsync("room-1", name: "Late");
        Assert.True(late.Sync.Cursors is null or { Length: 0 });
    }

    [Fact]
    public async Task J31_J35_who_comes_back_after_the_line_broke_is_told_of_all_that_happened_meanwhile()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        await ann.AddAsync("el_1");
        await ann.AddAsync("el_2");
        await ShowsAsync(bob, "el_2", "x", 10);
        await bob.BreakAsync();
        await ann.MoveAsync("el_1", 500, 600);
        await ann.DoAsync("delete", "el_2");
        await ann.AddAsync("el_3");
        await ann.BeatAsync();

        // The front-end joins again, and loads nothing.
        await bob.ConnectAsync("room-1");
        await EqualAsync(ann, bob);
        await ann.MoveAsync("el_1", 1, 2);
        await ShowsAsync(bob, "el_1", "x", 1);
    }

    [Fact]
    public async Task Who_uses_Weft_is_among_the_people_with_a_name_and_a_colour()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.OpenAsync(server, "Ann", "room-1");
        var wanda = await server.JoinAsync("room-1", name: "Wanda");
        var joined = await ann.NextAsync("presence");
        Assert.Equal("Wanda", (string?)joined["user"]!["displayName"]);
        await Eventually.HoldsAsync(() => wanda.Sync.Users.Any(user => user.Name == "Ann" && user.Color == (string?)ann.User["avatarColor"]), "Ann is not there in her colour.");
        await wanda.DisposeAsync();
        Assert.Equal("leave", (string?)(await ann.NextAsync("presence"))["action"]);
    }
}
