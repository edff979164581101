using System.Text.Json.Nodes;
using Weft.Protocol;

namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>Who wins when several change one thing: by what they had seen, then by the time that they say.</summary>
public sealed class OpenJamOrderTests : OpenJamTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task J22_J24_of_two_concurrent_changes_the_one_with_the_later_time_wins_also_when_it_arrives_first(bool laterFirst)
    {
        var past = Now() - 60_000;
        await using var meeting = await Meeting.WithNoteAsync(past);
        var (ann, bob) = meeting;
        await ann.UpdateAsync("el_1", "text", "Ann's", past + (laterFirst ? 2_000 : 1_000));
        await bob.NextAsync("op", op => (string?)op["data"]!["changes"]?["text"] == "Ann's");

        // Bob has heard of it by now, but does not say so: it is within the time in which his may have crossed it.
        await bob.UpdateAsync("el_1", "text", "Bob's", past + (laterFirst ? 1_000 : 2_000));
        await bob.BeatAsync();
        await EqualAsync(ann, bob);
        await ShowsAsync(ann, "el_1", "text", laterFirst ? "Ann's" : "Bob's");
        await ShowsAsync(bob, "el_1", "text", laterFirst ? "Ann's" : "Bob's");
    }

    [Fact]
    public async Task J24_equal_times_are_settled_the_same_for_everybody()
    {
        var past = Now() - 60_000;
        await using var meeting = await Meeting.WithNoteAsync(past);
        var (ann, bob) = meeting;
        await Task.WhenAll(ann.UpdateAsync("el_1", "text", "Ann's", past + 1_000), bob.UpdateAsync("el_1", "text", "Bob's", past + 1_000));
        await ann.BeatAsync();
        await bob.BeatAsync();
        await EqualAsync(ann, bob);
        Assert.Contains((string?)ann.Store.Find("el_1")!["text"], (string[])["Ann's", "Bob's"]);
    }

    [Fact]
    public async Task J16_J23_what_says_that_it_comes_after_wins_whatever_its_clock()
    {
        var past = Now() - 60_000;
        await using var meeting = await Meeting.WithNoteAsync(past);
        var (ann, bob) = meeting;
        var first = await ann.UpdateAsync("el_1", "text", "cause", past + 2_000);
        var clock = (await bob.NextAsync("op", op => (string?)op["opId"] == first))["vectorClock"]!.DeepClone().AsObject();
        await bob.UpdateAsync("el_1", "text", "effect", past + 1_000, clock);
        await bob.BeatAsync();
        await EqualAsync(ann, bob);
        await ShowsAsync(ann, "el_1", "text", "effect");
    }

    [Fact]
    public async Task J23_own_operations_follow_each_other_whatever_their_clock()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.OpenAsync(server, "Ann", "room-1");
        var past = Now() - 60_000;
        await ann.AddAsync("el_1", at: past);
        await ann.UpdateAsync("el_1", "text", "first", past + 2_000);
        await ann.UpdateAsync("el_1", "text", "second", past - 9_000_000);
        await ann.BeatAsync();
        await EqualAsync(ann);
        await ShowsAsync(ann, "el_1", "text", "second");
    }

    [Fact]
    public async Task J25_concurrent_changes_of_different_properties_both_survive()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        await using var web = await WebAsync(meeting.Server, "room-1");
        await ann.AddAsync("el_1");
        await ShowsAsync(bob, "el_1", "x", 10);
        await Task.WhenAll(ann.MoveAsync("el_1", 77, 78), bob.UpdateAsync("el_1", "color", "pink"));
        await ann.BeatAsync();
        await bob.BeatAsync();
        await EqualAsync(ann, bob);
        var both = ann.Store.Find("el_1")!;
        Assert.Equal(("77", "pink"), (both["x"]!.ToJsonString(), (string?)both["color"]));
    }

    [Fact]
    public async Task J26_deleted_is_deleted_for_the_server_the_clients_and_whoever_loads()
    {
        await using var meeting = await Meeting.WithNoteAsync();
        var (ann, bob) = meeting;
        await ann.DoAsync("delete", "el_1");
        await bob.MoveAsync("el_1", 5, 5);
        await bob.UpdateAsync("el_1", "text", "late", Now() + 5_000);
        await bob.AddAsync("el_1");
        await bob.BeatAsync();
        await GoneAsync(bob, "el_1");
        await EqualAsync(ann, bob);
        await using var cy = await JamPage.OpenAsync(meeting.Server, "Cy", "room-1");
        Assert.Empty(cy.Store.Ids);
    }

    [Fact]
    public async Task J17_a_forged_author_is_passed_over()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        var data = new JsonObject { ["elementId"] = "el_1", ["timestamp"] = 1, ["element"] = JamPage.Sticky("el_1") };
        var forged = new JsonObject { ["opId"] = "forged", ["opType"] = "add", ["userId"] = bob.Id, ["vectorClock"] = new JsonObject { [bob.Id] = 9 }, ["data"] = data };
        await ann.SayAsync("op", forged);
        var heard = await bob.NextAsync("op");
        Assert.Equal(ann.Id, (string?)heard["userId"]);
        Assert.Equal($$"""{"{{ann.Id}}":1}""", heard["vectorClock"]!.ToJsonString());
    }

    [Fact]
    public async Task A_change_in_Weft_reaches_the_pages_as_just_that_and_theirs_reach_Weft()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.OpenAsync(server, "Ann", "room-1");
        await using var web = await WebAsync(server, "room-1");
        await ann.AddAsync("el_1");
        await Faults.Eventually.HoldsAsync(() => web.Items("elements").Any(item => item.Id == "el_1"), "The note is not in Weft.");
        web.Edit(new MoveOperation("elements/el_1", 300, 400));
        var move = await ann.NextAsync("op");
        Assert.Equal(("move", 300, 400), ((string?)move["opType"], (int)move["data"]!["x"]!, (int)move["data"]!["y"]!));
        Assert.NotEqual(ann.Id, (string?)move["userId"]);
        await EqualAsync(ann);
        web.Edit(new DeleteOperation("elements/el_1"));
        await GoneAsync(ann, "el_1");
    }

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}
