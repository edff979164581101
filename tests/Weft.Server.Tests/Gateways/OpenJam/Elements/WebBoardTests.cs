using System.Text.Json.Nodes;
using Weft.Server.Gateways.OpenJam.Elements;

namespace Weft.Server.Tests.Gateways.OpenJam.Elements;

/// <summary>What is drawn in our web app, as OpenJam sees it, and what becomes of it when OpenJam's users change it.</summary>
public sealed class WebBoardTests
{
    private const string Own = """
        "seed":7,"roughness":2,"fillStyle":"hachure","strokeStyle":"dashed","link":"https://example.org","customData":{"a":1}
        """;

    [Theory]
    [InlineData("rectangle", """{"x":1,"y":2,"width":3,"height":4,"backgroundColor":"#ffc9c9","strokeColor":"#1e1e1e","strokeWidth":2,"index":"a3","groupIds":["in","out"],"opacity":40,"angle":1.5707963267948966,"locked":true}""",
        """{"type":"shape","shapeType":"rectangle","x":1,"y":2,"width":3,"height":4,"fill":"#ffc9c9","stroke":"#1e1e1e","strokeWidth":2,"zIndex":3,"groupId":"out","opacity":0.4,"rotation":90,"locked":true}""")]
    [InlineData("rectangle", """{"x":1,"y":2,"width":3,"height":4,"roundness":{"type":3}}""", """{"type":"shape","shapeType":"rounded-rectangle","fill":"transparent"}""")]
    [InlineData("ellipse", """{"x":1,"y":2,"width":3,"height":4}""", """{"type":"shape","shapeType":"ellipse"}""")]
    [InlineData("diamond", """{"x":1,"y":2,"width":3,"height":4}""", """{"type":"shape","shapeType":"diamond"}""")]
    [InlineData("text", """{"x":1,"y":2,"width":30,"height":4,"text":"a\nb","originalText":"a b","fontSize":36,"fontFamily":5,"textAlign":"center","strokeColor":"#2f9e44"}""",
        """{"type":"text","text":"a b","fontSize":36,"fontFamily":"Excalifont, cursive","textAlign":"center","color":"#2f9e44","fontWeight":"normal","fontStyle":"normal"}""")]
    [InlineData("arrow", """{"x":10,"y":20,"width":30,"height":5,"points":[[0,0],[30,-5]],"endArrowhead":"triangle","startArrowhead":"dot","strokeColor":"#e03131","strokeWidth":4,"endBinding":{"elementId":"r","focus":0.1,"gap":4}}""",
        """{"type":"connector","style":"straight","startPoint":{"x":10,"y":20},"endPoint":{"x":40,"y":15},"startArrow":"circle","endArrow":"arrow","stroke":"#e03131","strokeWidth":4,"endElementId":"r"}""")]
    [InlineData("arrow", """{"x":0,"y":0,"width":30,"height":5,"points":[[0,0],[10,10],[20,0]],"roundness":{"type":2}}""",
        """{"type":"connector","style":"curved","controlPoints":[{"x":10,"y":20}],"endArrow":"none"}""")]
    [InlineData("arrow", """{"x":0,"y":0,"points":[[0,0],[10,0],[10,10]],"elbowed":true}""", """{"type":"connector","style":"elbow","endPoint":{"x":10,"y":10}}""")]
    [InlineData("line", """{"x":5,"y":5,"points":[[0,0],[10,0]]}""", """{"type":"connector","startArrow":"none","endArrow":"none","startPoint":{"x":5,"y":5}}""")]
    [InlineData("line", """{"x":5,"y":5,"points":[[0,0],[10,0],[5,5],[0,0]],"strokeWidth":2}""", """{"type":"drawing","x":5,"points":[{"x":0,"y":0},{"x":10,"y":0},{"x":5,"y":5},{"x":0,"y":0}],"strokeWidth":2}""")]
    [InlineData("freedraw", """{"x":5,"y":6,"points":[[0,0],[1,2,0.5]],"strokeWidth":1,"pressures":[0.1,0.2]}""", """{"type":"drawing","x":5,"y":6,"points":[{"x":0,"y":0},{"x":1,"y":2}],"strokeWidth":4.25,"isEraser":false}""")]
    [InlineData("frame", """{"x":5,"y":6,"width":100,"height":100,"name":null}""", """{"type":"frame","name":"Frame","showName":true,"childIds":[]}""")]
    [InlineData("image", """{"x":5,"y":6,"width":100,"height":100,"fileId":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}""",
        """{"type":"image","src":"weft:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}""")]
    [InlineData("embeddable", """{"x":5,"y":6,"width":100,"height":100,"link":"https://example.org/film"}""", """{"type":"shape","text":"https://example.org/film"}""")]
    [InlineData("hologram", """{"x":5,"y":6,"width":100,"height":100}""", """{"type":"shape","shapeType":"rectangle"}""")]
    public void What_is_drawn_appears_as_what_comes_closest(string kind, string properties, string fields)
    {
        var board = new JamTestBoard("web");
        board.Draw("w", kind, properties);
        var element = JamSamples.Object(Assert.Single(board.Elements).Json);
        foreach (var (name, value) in JamSamples.Object(fields))
        {
            JamSamples.AssertSame(value, element[name], name);
        }

        Assert.All(["id", "createdBy", "createdAt", "updatedAt", "rotation", "zIndex", "opacity", "locked"], name => Assert.NotNull(element[name]));
    }

    [Fact]
    public void A_bound_text_is_the_text_of_its_shape()
    {
        var board = new JamTestBoard("web");
        board.Draw("r", "rectangle", """{"x":0,"y":0,"width":100,"height":50,"index":"a1","boundElements":[{"id":"arrow","type":"arrow"},{"id":"t","type":"text"}]}""");
        board.Draw("t", "text", """{"x":10,"y":10,"width":10,"height":25,"index":"a2","text":"a\nb","originalText":"a b","fontSize":20,"containerId":"r","fontFamily":5}""");
        var shape = Assert.Single(board.Elements).Fields;
        Assert.Equal(("\"a b\"", "20"), (shape["text"].Text, shape["fontSize"].Text));
        Assert.Null(JamReader.Element(board.Items, "t"));

        board.Update("r", """{"text":"new words"}""");
        Assert.Equal("new words", board.Item("t").Properties.Text("originalText"));
        Assert.Equal(5, board.Item("t").Properties.Number("fontFamily"));
        Assert.Equal(2, board.Document.Items("elements").Count);
        board.Do("move", """{"elementId":"r","x":100,"y":0}""");
        Assert.True(board.Item("t").Properties.Number("x") > 100);
        board.Do("delete", """{"elementId":"r"}""");
        Assert.Empty(board.Document.Items("elements"));
    }

    [Fact]
    public void The_text_at_an_arrow_is_a_text_of_its_own()
    {
        var board = new JamTestBoard("web");
        board.Draw("a", "arrow", """{"x":0,"y":0,"points":[[0,0],[100,0]],"boundElements":[{"id":"t","type":"text"}]}""");
        board.Draw("t", "text", """{"x":10,"y":10,"text":"at it","originalText":"at it","containerId":"a"}""");
        Assert.Equal(["connector", "text"], board.Elements.Select(element => element.Type).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("rectangle", """{"x":1,"y":2,"width":3,"height":4,"backgroundColor":"#ffc9c9","strokeColor":"#1e1e1e"}""", """{"fill":"#FFFFFF","text":"in it","rotation":45,"groupId":"g","shapeType":"hexagon"}""")]
    [InlineData("text", """{"x":1,"y":2,"width":3,"height":4,"text":"a","originalText":"a","fontFamily":5,"lineHeight":1.25,"autoResize":false,"verticalAlign":"middle"}""", """{"text":"in it","fontSize":45,"fontWeight":"bold"}""")]
    [InlineData("arrow", """{"x":1,"y":2,"points":[[0,0],[5,5],[9,0]],"endArrowhead":"bar","startBinding":{"elementId":"r","focus":0.5,"gap":3}}""", """{"endPoint":{"x":50,"y":60},"stroke":"#123456","opacity":0.5}""")]
    [InlineData("freedraw", """{"x":1,"y":2,"points":[[0,0,0.5],[5,5,0.5]],"pressures":[0.5,0.7],"simulatePressure":false}""", """{"stroke":"#123456","strokeWidth":17,"x":50}""")]
    [InlineData("frame", """{"x":1,"y":2,"width":3,"height":4,"name":"F"}""", """{"name":"G","backgroundColor":"#ffffff"}""")]
    public void J25_what_only_Excalidraw_knows_stays_when_OpenJam_edits(string kind, string properties, string changes)
    {
        var board = new JamTestBoard("web");
        board.Draw("w", kind, $"{properties[..^1]},{Own}}}");
        board.Update("w", changes);
        var now = board.Item("w").Properties;
        var element = JamSamples.Object(board.Element("w").Json);
        Assert.All(JamTestBoard.Read($"{{{Own}}}"), own => Assert.Equal(own.Value, now[own.Key]));
        Assert.All(JamSamples.Object(changes), change => JamSamples.AssertSame(change.Value, element[change.Key], change.Key));
        foreach (var name in (string[])["fontFamily", "lineHeight", "autoResize", "verticalAlign", "endArrowhead", "startBinding", "pressures", "simulatePressure"])
        {
            Assert.Equal(JamTestBoard.Read(properties).Get(name), now.Get(name));
        }
    }

    [Fact]
    public void A_bend_of_the_web_app_stays_when_an_end_is_moved()
    {
        var board = new JamTestBoard("web");
        board.Draw("w", "arrow", """{"x":0,"y":0,"points":[[0,0],[50,80],[100,0]]}""");
        board.Update("w", """{"startPoint":{"x":10,"y":10}}""");
        Assert.Equal("[[0,0],[40,70],[90,-10]]", board.Item("w").Properties["points"].Text);
    }

    [Fact]
    public void What_the_web_app_changes_afterwards_counts()
    {
        var board = new JamTestBoard("a");
        board.Add(JamSamples.All.Single(sample => sample.Contains("\"cloud\"", StringComparison.Ordinal)).Replace("\"cloud\"", "\"s\"", StringComparison.Ordinal).Replace("\"shapeType\":\"s\"", "\"shapeType\":\"cloud\"", StringComparison.Ordinal));
        board.Add("""{"id":"pen","type":"drawing","width":0,"height":0,"points":[{"x":0,"y":0},{"x":9,"y":9}]}""");
        Assert.Equal("\"cloud\"", board.Element("s").Fields["shapeType"].Text);
        board.Set("s", """{"roundness":{"type":3}}""");
        board.Set("pen", """{"width":18,"height":18,"points":[[0,0],[18,18]]}""");
        Assert.Equal("\"rounded-rectangle\"", board.Element("s").Fields["shapeType"].Text);
        Assert.Equal(("18", """[{"x":0,"y":0},{"x":18,"y":18}]"""), (board.Element("pen").Fields["width"].Text, board.Element("pen").Fields["points"].Text));
    }

    [Fact]
    public void A_polygon_keeps_its_form_and_its_text_with_it()
    {
        var board = new JamTestBoard("a");
        board.Add(JamSamples.All.Single(sample => sample.Contains("\"id\":\"star\"", StringComparison.Ordinal)));
        var star = board.Item("star");
        var label = board.Item("star.text");
        Assert.Equal("line", star.Kind);
        Assert.Equal(star.Properties["groupIds"], label.Properties["groupIds"]);
        Assert.Equal(JamNodes(star.Properties["points"].Text)[0]!.ToJsonString(), JamNodes(star.Properties["points"].Text)[^1]!.ToJsonString());
        board.Do("resize", """{"elementId":"star","width":400,"height":100,"x":0,"y":0}""");
        board.Set("star", """{"x":1000}""");
        Assert.Equal(("800", "0", "400", "100"), (board.Element("star").Fields["x"].Text, board.Element("star").Fields["y"].Text, board.Element("star").Fields["width"].Text, board.Element("star").Fields["height"].Text));
    }

    [Fact]
    public void A_frame_lists_what_the_web_app_put_into_it_and_the_other_way_round()
    {
        var board = new JamTestBoard("a");
        board.Add(JamSamples.All[1]);
        board.Draw("w", "ellipse", """{"x":0,"y":0,"width":1,"height":1,"index":"a1"}""");
        board.Add("""{"id":"f","type":"frame","name":"F","backgroundColor":"#fff","showName":true,"childIds":["sticky"]}""");
        Assert.Equal("f", board.Item("sticky").Properties.Text("frameId"));
        Assert.Equal("f", board.Item("sticky.text").Properties.Text("frameId"));
        board.Set("w", """{"frameId":"f"}""");
        Assert.Equal("""["w","sticky"]""", board.Element("f").Fields["childIds"].Text);
        board.Update("f", """{"childIds":["w"]}""");
        Assert.Equal("""["w"]""", board.Element("f").Fields["childIds"].Text);
        Assert.Null(board.Item("sticky.text").Properties.Text("frameId"));
    }

    [Fact]
    public void Whoever_hears_of_a_text_is_told_of_its_sticky()
    {
        var board = new JamTestBoard("a");
        board.Add(JamSamples.All[1]);
        Assert.Equal(["sticky.text", "sticky"], JamReader.Touched(board.Items, new Protocol.DeleteOperation("elements/sticky.text")));
        Assert.Empty(JamReader.Touched(board.Items, new Protocol.DeleteOperation("comments/c")));
    }

    [Fact]
    public void A_text_that_was_deleted_can_be_written_anew()
    {
        var board = new JamTestBoard("a");
        board.Add(JamSamples.All[1]);
        for (var round = 2; round < 4; round++)
        {
            board.Delete(board.Item("sticky").Properties.Text("openjam.label")!);
            Assert.Equal("\"\"", board.Element("sticky").Fields["text"].Text);
            board.Update("sticky", """{"text":"again"}""");
            Assert.Equal("\"again\"", board.Element("sticky").Fields["text"].Text);
            Assert.Equal($"sticky.text{round}", board.Item("sticky").Properties.Text("openjam.label"));
        }
    }

    [Fact]
    public void J25_the_first_words_of_two_are_one_text_in_the_end()
    {
        var (one, other) = (new JamTestBoard("a"), new JamTestBoard("b"));
        one.Add(JamSamples.All[0]);
        one.MeetWith(other);
        var id = one.Elements[0].Id;
        one.Update(id, """{"text":"first"}""");
        other.Update(id, """{"text":"second"}""");
        one.MeetWith(other);
        Assert.Equal(one.Element(id).Json, other.Element(id).Json);
        Assert.Single(one.Elements);
    }

    [Theory]
    [InlineData("diamond", "diamond", "diamond")]
    [InlineData("rounded-rectangle", "rounded-rectangle", "rounded-\nrectangle")]
    [InlineData("rectangle", "1-2 mother-in-law a-b", "1-2 mother-in-\nlaw a-b")]
    public void A_label_breaks_where_one_reads_on(string shape, string text, string lines)
    {
        var board = new JamTestBoard("a");
        board.Add($$"""{"id":"s","type":"shape","shapeType":"{{shape}}","width":120,"height":120,"text":"{{text}}"}""");
        Assert.Equal(lines, board.Item("s.text").Properties.Text("text"));
    }

    [Theory]
    [InlineData("timer", """{"minutes":5}""", "Timer")]
    [InlineData("table", """{"rows":2,"cols":2,"cells":[[{"id":"a","content":"Name"},{"id":"b","content":"Age"}],[{"id":"c","content":"Ann"},{"id":"d","content":""}]]}""", "Table\nName | Age\nAnn | ")]
    [InlineData("poll", """{"question":"Why?","options":[{"id":"a","text":"So","votes":2,"voters":["x"]}],"showResults":true}""", "Poll\nWhy?\nSo")]
    [InlineData("random-picker", """{"items":["Ann","Bob","Cy","Dan"],"pickedItems":[]}""", "Random picker\nAnn\nBob\n…")]
    public void A_widget_says_what_is_in_it_as_far_as_there_is_room(string widget, string data, string words)
    {
        var board = new JamTestBoard("a");
        board.Add($$$"""{"id":"w","type":"widget","width":300,"height":80,"widgetType":"{{{widget}}}","widgetData":{}}""");
        board.Update("w", $$$"""{"widgetData":{{{data}}}}""");
        Assert.Equal(words, board.Item("w.text").Properties.Text("originalText"));
    }

    [Fact]
    public void An_update_that_says_nothing_ungroups()
    {
        var board = new JamTestBoard("a");
        board.Add("""{"id":"s","type":"shape","groupId":"group-1"}""");
        board.Update("s", "{}");
        Assert.False(board.Element("s").Fields.ContainsKey("groupId"));
    }

    [Fact]
    public void A_long_text_is_broken_to_fit_its_sticky()
    {
        var board = new JamTestBoard("a");
        board.Add(JamSamples.All[0]);
        var id = board.Elements[0].Id;
        board.Update(id, $$"""{"text":"{{string.Join(' ', Enumerable.Repeat("words and", 8))}} {{new string('x', 60)}}"}""");
        var label = board.Item($"{id}.text").Properties;
        var lines = label.Text("text")!.Split('\n');
        Assert.InRange(lines.Length, 5, 16);
        Assert.All(lines, line => Assert.InRange(TextLayout.Measure(line, 16).Width, 1, 140));
        Assert.InRange(label.Number("x"), 100, 160);
        Assert.DoesNotContain('\n', label.Text("originalText")!);
    }

    private static JsonArray JamNodes(string json) => JsonNode.Parse(json)!.AsArray();
}
