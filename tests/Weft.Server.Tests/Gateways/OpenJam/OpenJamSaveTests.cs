using System.Text.Json.Nodes;

namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>What OpenJam's front-end saves by itself after every change, the whole board each time, must take nothing from others.</summary>
public sealed class OpenJamSaveTests : OpenJamTest
{
    [Fact]
    public async Task What_is_redone_is_there_for_all_with_the_next_save()
    {
        await using var meeting = await Meeting.WithNoteAsync();
        var (ann, bob) = meeting;
        ann.Store.Undo("el_1", null);
        await ann.SaveAsync();
        await GoneAsync(bob, "el_1");
        ann.Store.Undo("el_1", JamPage.Sticky("el_1"));
        await ann.SaveAsync();
        await ShowsAsync(bob, "el_1", "x", 10);
        await EqualAsync(ann, bob);
    }

    [Fact]
    public async Task What_an_undo_met_that_another_had_just_touched_comes_back_to_whoever_undid_it()
    {
        await using var meeting = await Meeting.WithNoteAsync();
        var (ann, bob) = meeting;
        await bob.MoveAsync("el_1", 70, 80);
        await ShowsAsync(ann, "el_1", "x", 70);
        ann.Store.Undo("el_1", null);
        await ann.SaveAsync();
        await EqualAsync(ann, bob);
        Assert.Equal(["el_1"], ann.Store.Ids);
    }

    [Fact]
    public async Task What_is_done_while_a_save_is_on_its_way_is_not_taken_back_by_it()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        await ann.AddAsync("el_1", at: 1_000);
        await ann.BeatAsync();
        var saving = new JsonObject { ["name"] = "Board", ["elements"] = ann.Store.ToSave() };
        await ann.MoveAsync("el_1", 70, 80);
        await ann.BeatAsync();
        await ann.SendAsync(HttpMethod.Post, "api/rooms/room-1/save", saving);
        await ann.BeatAsync();
        await EqualAsync(ann, bob);
        Assert.Equal("70", ann.Store.Find("el_1")!["x"]!.ToJsonString());
    }

    [Fact]
    public async Task Stamps_pages_and_a_name_that_a_page_has_not_changed_are_not_its_to_save()
    {
        await using var meeting = await Meeting.OpenAsync();
        var (ann, bob) = meeting;
        const string Page = """[{"id":"page-1","name":"Page 1"}]""";
        await SaveAsync(ann, "Whiteboard", """[{"id":"stamp_a","emoji":"x","x":1}]""", Page, "page-1");
        await SaveAsync(bob, "Whiteboard", """[{"id":"stamp_b","emoji":"y","x":2}]""", """[{"id":"page-1","name":"First"},{"id":"page-2","name":"Page 2"}]""", "page-2");
        var (status, _) = await bob.SendAsync(HttpMethod.Put, "api/rooms/room-1", new JsonObject { ["name"] = "Renamed" });
        Assert.Equal(200, status);
        await SaveAsync(ann, "Whiteboard", """[{"id":"stamp_a","emoji":"x","x":5}]""", Page, "page-1");
        var loaded = await ann.GetAsync("api/rooms/room-1/load");
        Assert.Equal("Renamed", (string?)loaded["name"]);
        Assert.Equal(["stamp_a 5", "stamp_b 2"], loaded["stamps"]!.AsArray().Select(stamp => $"{stamp!["id"]} {stamp["x"]}").Order(StringComparer.Ordinal));
        Assert.Equal(["First", "Page 2"], loaded["pages"]!.AsArray().Select(page => (string?)page!["name"]));
        Assert.Equal("page-2", (string?)loaded["currentPageId"]);
        await SaveAsync(ann, "Ann's", "[]", Page, "page-1");
        loaded = await ann.GetAsync("api/rooms/room-1/load");
        Assert.Equal("Ann's", (string?)loaded["name"]);
        Assert.Equal(["stamp_b"], loaded["stamps"]!.AsArray().Select(stamp => (string?)stamp!["id"]));
    }

    [Fact]
    public async Task A_page_whose_line_stays_broken_takes_nothing_of_what_others_did_since_it_loaded()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.OpenAsync(server, "Ann", "room-1");
        await ann.AddAsync("el_1");
        await ann.AddAsync("el_2");
        await ann.AddAsync("el_3");
        await ann.BeatAsync();
        await using var bob = await JamPage.OpenAsync(server, "Bob", "room-1");
        await bob.BreakAsync();
        await ann.MoveAsync("el_1", 500, 600);
        await ann.AddAsync("el_4");
        await ann.DoAsync("delete", "el_3");
        await ann.BeatAsync();
        bob.Store.ApplyLocal("op_offline", "delete", new JsonObject { ["elementId"] = "el_2" });
        await bob.SaveAsync();
        await EqualAsync(ann);
        Assert.Equal(["el_1", "el_4"], ann.Store.Ids);
        Assert.Equal("500", ann.Store.Find("el_1")!["x"]!.ToJsonString());
    }

    [Fact]
    public async Task A_load_that_arrives_late_hides_nothing()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await JamPage.OpenAsync(server, "Ann", "room-1");
        await ann.AddAsync("el_1");
        await ann.BeatAsync();
        await using var bob = await JamPage.SignInAsync(server, "Bob");
        await bob.ConnectAsync("room-1");
        var loaded = (await bob.GetAsync("api/rooms/room-1/load"))["elements"]!.AsArray();
        await ann.MoveAsync("el_1", 500, 600);
        await ann.AddAsync("el_2");
        await ShowsAsync(bob, "el_2", "x", 10);
        bob.Store.Load(loaded);
        await EqualAsync(ann, bob);
    }

    [Fact]
    public async Task What_is_cut_is_there_again_when_it_is_pasted()
    {
        await using var meeting = await Meeting.WithNoteAsync();
        var (ann, bob) = meeting;
        await ann.DoAsync("delete", "el_1");
        await GoneAsync(bob, "el_1");

        // The front-end pastes under the id that was cut.
        await ann.AddAsync("el_1");
        await ShowsAsync(bob, "el_1", "text", "note");
        await ann.MoveAsync("el_1", 70, 80);
        await ShowsAsync(bob, "el_1", "x", 70);
        await EqualAsync(ann, bob);
    }

    private static async Task SaveAsync(JamPage page, string name, string stamps, string pages, string current)
    {
        var save = new JsonObject
        {
            ["name"] = name, ["elements"] = page.Store.ToSave(), ["stamps"] = JsonNode.Parse(stamps), ["pages"] = JsonNode.Parse(pages), ["currentPageId"] = current,
        };
        var (status, answer) = await page.SendAsync(HttpMethod.Post, $"api/rooms/{page.Room}/save", save);
        Assert.True(status == 200, answer.ToJsonString());
    }
}
