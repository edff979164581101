using Weft.Server.Gateways.OpenJam.Elements;

namespace Weft.Server.Tests.Gateways.OpenJam.Elements;

/// <summary>Whatever is sent, the answer is a board that is as it was, and words.</summary>
public sealed class BadDataTests
{
    private static readonly string[] OpTypes = ["add", "update", "delete", "move", "resize", "reorder", "lock", "clear", "draw", ""];

    public static TheoryData<string, string> Bad => new()
    {
        { "add", "null" },
        { "add", "5" },
        { "add", "[]" },
        { "add", "{}" },
        { "add", """{"element":null}""" },
        { "add", """{"element":[]}""" },
        { "add", """{"element":{"type":"sticky"}}""" },
        { "add", """{"element":{"id":"a"}}""" },
        { "add", """{"element":{"id":7,"type":"sticky"}}""" },
        { "add", """{"element":{"id":"a","type":"spaceship"}}""" },
        { "add", """{"element":{"id":"a b","type":"sticky"}}""" },
        { "add", """{"element":{"id":"a/b","type":"sticky"}}""" },
        { "add", """{"element":{"id":"","type":"sticky"}}""" },
        { "add", $$$"""{"element":{"id":"{{{new string('a', 81)}}}","type":"sticky"}}""" },
        { "add", """{"element":{"id":"a","type":"sticky","x":null}}""" },
        { "add", """{"element":{"id":"a","type":"sticky","x":"NaN"}}""" },
        { "add", """{"element":{"id":"a","type":"sticky","x":1e999}}""" },
        { "add", """{"element":{"id":"a","type":"sticky","zIndex":1e300}}""" },
        { "add", """{"element":{"id":"a","type":"sticky","text":{"a":1}}}""" },
        { "add", """{"element":{"id":"a","type":"sticky","text":"\ud800"}}""" },
        { "add", """{"element":{"id":"a","type":"sticky","\ud800":1}}""" },
        { "add", """{"element":{"id":"a","type":"sticky","":1}}""" },
        { "add", $$$"""{"element":{"id":"a","type":"sticky","{{{new string('n', 70)}}}":1}}""" },
        { "add", $$$"""{"element":{"id":"a","type":"sticky",{{{string.Join(',', Enumerable.Range(0, 200).Select(n => $"\"f{n}\":1"))}}}}}""" },
        { "add", $$$"""{"element":{"id":"a","type":"sticky","text":"{{{new string('x', 10_000_000)}}}"}}""" },
        { "add", """{"element":{"id":"a","type":"drawing","points":"many"}}""" },
        { "add", """{"element":{"id":"a","type":"drawing","points":[{"x":1}]}}""" },
        { "add", """{"element":{"id":"a","type":"drawing","points":[{"x":1,"y":null}]}}""" },
        { "add", """{"element":{"id":"a","type":"connector","startPoint":[1,"2"]}}""" },
        { "add", """{"element":{"id":"a","type":"connector","endPoint":{"x":1e999,"y":1}}}""" },
        { "add", """{"element":{"id":"a","type":"widget","widgetData":"yes"}}""" },
        { "add", """{"element":{"id":"here","type":"text"}}""" },
        { "add", """{"element":{"id":"here.text","type":"text"}}""" },
        { "update", """{"elementId":"here"}""" },
        { "update", """{"elementId":"here","changes":null}""" },
        { "update", """{"elementId":"here","changes":{"id":"there"}}""" },
        { "update", """{"elementId":"here","changes":{"type":"text"}}""" },
        { "update", """{"elementId":"here","changes":{"fontSize":"big"}}""" },
        { "update", """{"elementId":"here","changes":{"locked":1}}""" },
        { "move", """{"elementId":"here","x":null,"y":1}""" },
        { "move", """{"elementId":"here","x":"1","y":1}""" },
        { "resize", """{"elementId":"here","width":[],"height":1}""" },
        { "reorder", """{"elementId":"here","zIndex":"top"}""" },
        { "lock", """{"elementId":"here","locked":"yes"}""" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_cannot_be_is_refused_in_words(string opType, string data)
    {
        var board = Board();
        var before = board.Document.Items("elements").ToList();
        var edit = JamWriter.Apply(board.Items, opType, JamTestBoard.Json(data), JamTestBoard.Now);
        Assert.Empty(edit.Operations);
        Assert.EndsWith(".", edit.Refusal!, StringComparison.Ordinal);
        Assert.InRange(edit.Refusal!.Length, 10, 200);
        Assert.Equal(before, board.Document.Items("elements"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"elements":[]}""")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("""[{"type":"sticky"}]""")]
    [InlineData("""[{"id":"\ud800","type":"sticky"}]""")]
    [InlineData("""[{"id":"a","type":"sticky"},{"id":"b","type":"sticky","y":null}]""")]
    public void A_bad_save_is_refused_in_words_and_changes_nothing(string elements)
    {
        var board = Board();
        var edits = new[] { JamWriter.TakeAsTruth(board.Items, JamTestBoard.Json(elements), 1), JamWriter.Merge(board.Items, JamTestBoard.Json(elements), 1, _ => 0) };
        Assert.All(edits, edit => Assert.Empty(edit.Operations));
        Assert.All(edits, edit => Assert.EndsWith(".", edit.Refusal!, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_that_is_sent_throws()
    {
        var board = Board();
        string[] values =
        [
            "null", "true", "5", "-0.0", "1e308", "\"\"", "\"here\"", "\"here.text\"", "\"\\ud800\"", "[]", "[[1]]", "{}", """{"id":"here","type":"sticky"}""", """{"\ud800":{}}""",
            """{"id":"n","type":"shape","shapeType":"star","width":0,"height":-5,"text":"t"}""", """{"id":"n","type":"text","text":"","width":-1}""",
            """{"id":"n","type":"drawing","points":[]}""", """{"id":"n","type":"frame","childIds":["n","here","here.text",5,"nobody"]}""",
            """{"id":"n","type":"connector","startElementId":"n","endElementId":"here","startPoint":{"x":1e308,"y":-1e308},"endPoint":{"x":-1e308,"y":1e308}}""",
            """{"id":"n","type":"widget","widgetType":""}""", """{"id":"n","type":"image","src":"data:"}""", """{"text":"a\u0000b","fontSize":-5,"color":null}""",
        ];
        foreach (var opType in OpTypes)
        {
            foreach (var value in values)
            {
                foreach (var field in (string[])["element", "changes", "elementId", "timestamp", "x", "zIndex", "\\ud800"])
                {
                    Assert.NotNull(JamWriter.Apply(board.Items, opType, JamTestBoard.Json($$"""{"elementId":"here","{{field}}":{{value}}}"""), 1));
                    Assert.NotNull(JamWriter.Apply(board.Items, opType, JamTestBoard.Json(value), 1));
                }

                Assert.NotNull(JamWriter.TakeAsTruth(board.Items, JamTestBoard.Json($"[{value}]"), 1));
                Assert.NotNull(JamWriter.Merge(board.Items, JamTestBoard.Json($"[{value}]"), 1, _ => 0));
                Assert.NotNull(JamExtras.Write(board.Items, JamTestBoard.Json($$"""{"stamps":[{{value}}],"pages":{{value}},"currentPageId":{{value}}}""")));
            }
        }
    }

    [Fact]
    public void Items_that_no_editor_would_make_are_read_all_the_same()
    {
        var board = new JamTestBoard("a");
        string[] properties =
        [
            "{}", """{"index":"a1","groupIds":{"a":1},"boundElements":[5,{"type":5},{"type":"text"},{"type":"text","id":"x"}],"locked":"yes","angle":null}""",
            """{"openjam.type":"sticky","openjam.label":5,"openjam:text":[1],"openjam~x":5,"openjam~y":{"openjam":{}},"openjam~text":{"board":"a"}}""",
            """{"openjam.type":"drawing","points":[],"containerId":5}""", """{"openjam.type":"nothing","points":[[1,2,3]],"backgroundColor":"#12","strokeColor":5,"fontFamily":"x"}""",
            """{"containerId":"x","openjam.labelOf":"y","fileId":"x","startBinding":[],"endBinding":{"elementId":5},"frameId":[],"text":5}""",
        ];
        string[] kinds = ["rectangle", "ellipse", "line", "arrow", "text", "freedraw", "image", "frame", "iframe", "other"];
        foreach (var (n, kind) in kinds.Index())
        {
            foreach (var (m, item) in properties.Index())
            {
                board.Draw($"{n}-{m}", kind, item);
            }
        }

        Assert.Equal(kinds.Length * properties.Length, board.Elements.Count);
        foreach (var element in board.Elements)
        {
            JamTestBoard.Json(element.Json);
            Assert.NotNull(JamWriter.Apply(board.Items, "move", JamTestBoard.Json($$"""{"elementId":"{{element.Id}}","x":5,"y":5}"""), 1));
            board.Do("update", $$$"""{"elementId":"{{{element.Id}}}","changes":{"text":"t","rotation":5,"zIndex":3}}""");
        }
    }

    private static JamTestBoard Board()
    {
        var board = new JamTestBoard("a");
        board.Add("""{"id":"here","type":"sticky","text":"words"}""");
        return board;
    }
}
