using System.Text.Json.Nodes;
using Weft.Protocol;
using Weft.Server.Gateways.OpenJam.Elements;

namespace Weft.Server.Tests.Gateways.OpenJam.Elements;

/// <summary>Whole boards as OpenJam saves them, and what it saves besides.</summary>
public sealed class SaveTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_quiet_board_becomes_what_is_saved(int seed)
    {
        var random = new Random(seed);
        var board = new JamTestBoard("a");
        for (var round = 0; round < 20; round++)
        {
            var saved = JamSamples.All.Where(_ => random.Next(3) > 0).Select(JamSamples.Object).Where(sample => (string)sample["type"]! is not "frame").ToList();
            foreach (var element in saved)
            {
                element["x"] = random.Next(1_000);
                element["text"] = element.ContainsKey("text") ? $"t{random.Next(3)}" : null;
            }

            board.Take(JamWriter.TakeAsTruth(board.Items, List(saved), JamTestBoard.Now));
            var elements = board.Elements.ToDictionary(element => element.Id, StringComparer.Ordinal);
            Assert.Equal(saved.Count, elements.Count);
            Assert.All(saved, element => JamSamples.AssertSame(element, JsonNode.Parse(elements[(string)element["id"]!].Json), $"seed {seed}, round {round}"));
        }
    }

    [Fact]
    public void What_was_undone_in_OpenJam_comes_back_with_its_text()
    {
        var board = new JamTestBoard("a");
        board.Add(JamSamples.All[1]);
        var saved = board.Elements[0].Json;
        board.Do("delete", """{"elementId":"sticky"}""");
        var edit = JamWriter.TakeAsTruth(board.Items, JamTestBoard.Json($"[{saved}]"), JamTestBoard.Now);
        Assert.Equal(2, edit.Operations.OfType<RestoreOperation>().Count());
        board.Take(edit);
        JamSamples.AssertSame(JsonNode.Parse(saved), JsonNode.Parse(Assert.Single(board.Elements).Json));
    }

    [Fact]
    public void A_save_touches_only_what_differs()
    {
        var board = new JamTestBoard("a");
        board.Add(JamSamples.All[1]);
        board.Add(JamSamples.All[0]);
        var saved = board.Elements.Select(element => JamSamples.Object(element.Json)).ToList();
        saved.Single(element => (string)element["id"]! is "sticky")["x"] = 5;
        var edit = JamWriter.TakeAsTruth(board.Items, List(saved), JamTestBoard.Now);
        Assert.Equal(["elements/sticky", "elements/sticky.text"], edit.Operations.Select(operation => operation.Path));
        Assert.All(edit.Operations, operation => Assert.Equal(["x"], Assert.IsType<UpdateOperation>(operation).Properties.Keys));
    }

    [Fact]
    public void Of_what_others_have_changed_a_save_counts_only_where_it_is_newer()
    {
        var board = new JamTestBoard("a");
        board.Add("""{"id":"old","type":"text","x":1,"updatedAt":100}""");
        board.Add("""{"id":"new","type":"text","x":1,"updatedAt":100}""");
        board.Add("""{"id":"web","type":"text","x":1,"updatedAt":100}""");
        board.Add("""{"id":"gone","type":"text","x":1,"updatedAt":100}""");
        board.Do("delete", """{"elementId":"gone"}""");
        board.Add("""{"id":"left","type":"text","x":1,"updatedAt":100}""");
        board.Draw("mine", "ellipse", """{"x":0,"y":0}""");
        board.Take(JamWriter.Merge(
            board.Items,
            JamTestBoard.Json("""[{"id":"old","type":"text","x":2,"updatedAt":100},{"id":"new","type":"text","x":2,"updatedAt":101},{"id":"web","type":"text","x":2,"updatedAt":101},{"id":"gone","type":"text","x":2,"updatedAt":900},{"id":"added","type":"text","x":2,"updatedAt":900}]"""),
            1_000,
            id => id switch
            {
                "web" => 500,
                "mine" or "old" or "new" or "gone" => 50,
                _ => null,
            }));
        Assert.Equal(
            ["added 2", "mine 0", "new 2", "old 1", "web 1"],
            board.Elements.OrderBy(element => element.Id, StringComparer.Ordinal).Select(element => $"{element.Id} {element.Fields["x"].Text}"));
    }

    [Fact]
    public void A_clock_that_is_ahead_wins_only_once()
    {
        var board = new JamTestBoard("a");
        board.Add("""{"id":"a","type":"text","x":1,"updatedAt":1000}""");
        var edit = JamWriter.Merge(board.Items, JamTestBoard.Json("""[{"id":"a","type":"text","x":2,"updatedAt":999999}]"""), 1_000, _ => 0);
        Assert.Empty(edit.Operations);
    }

    [Fact]
    public void Stamps_and_pages_come_back_as_they_were_saved()
    {
        var board = new JamTestBoard("a");
        Assert.Equal("{}", JamExtras.Read(board.Items).ToString());
        const string Save = """
            {"name":"B","elements":[],"stamps":[{"id":"stamp_2","emoji":"🎉","x":1.5,"y":2,"scale":1,"rotation":-12,"userId":"u","createdAt":5},{"id":"stamp_1","emoji":"❤️","x":1,"y":2}],
            "pages":[{"id":"page-2","name":"Two"},{"id":"page-1","name":"One","thumbnail":"data:image/png;base64,AAAA"}],"currentPageId":"page-2"}
            """;
        board.Take(JamExtras.Write(board.Items, JamTestBoard.Json(Save)));
        var saved = JamSamples.Object(Save);
        var read = JamSamples.Object(JamExtras.Read(board.Items).ToString());
        Assert.All(["stamps", "pages", "currentPageId"], name => JamSamples.AssertSame(saved[name], read[name]));
        Assert.Empty(JamExtras.Write(board.Items, JamTestBoard.Json(Save)).Operations);
        Assert.Empty(JamExtras.Write(board.Items, JamTestBoard.Json("""{"name":"B","elements":[]}""")).Operations);

        board.Take(JamExtras.Write(board.Items, JamTestBoard.Json("""{"stamps":[{"id":"stamp_1","x":7}],"currentPageId":"page-1"}""")));
        Assert.Equal("""[{"id":"stamp_1","x":7}]""", JamExtras.Read(board.Items)["stamps"].Text);
        Assert.Equal("\"page-1\"", JamExtras.Read(board.Items)["currentPageId"].Text);
        board.Take(JamExtras.Write(board.Items, JamTestBoard.Json(Save)));
        JamSamples.AssertSame(saved["stamps"], JamSamples.Object(JamExtras.Read(board.Items).ToString())["stamps"]);
    }

    private static System.Text.Json.JsonElement List(IEnumerable<JsonObject> elements) =>
        JamTestBoard.Json($"[{string.Join(',', elements.Select(element => element.ToJsonString()))}]");
}
