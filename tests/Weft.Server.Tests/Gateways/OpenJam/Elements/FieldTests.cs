using Weft.Engine;

namespace Weft.Server.Tests.Gateways.OpenJam.Elements;

/// <summary>Each edit touches what it is about and nothing else, so what others do at the same time survives.</summary>
public sealed class FieldTests
{
    [Theory]
    [InlineData("move", """{"x":7,"y":8}""", "x y", "x y")]
    [InlineData("resize", """{"width":300,"height":100}""", "width height", "x y")]
    [InlineData("reorder", """{"zIndex":99}""", "index", "index")]
    [InlineData("lock", """{"locked":true}""", "locked", "locked")]
    [InlineData("update", """{"changes":{"color":"green"}}""", "backgroundColor", "strokeColor")]
    [InlineData("update", """{"changes":{"text":"other"}}""", "", "text originalText x y width height")]
    [InlineData("update", """{"changes":{"fontSize":30}}""", "", "fontSize x y width height")]
    [InlineData("update", """{"changes":{"opacity":0.5}}""", "opacity", "opacity")]
    [InlineData("update", """{"changes":{"rotation":90}}""", "angle", "angle")]
    [InlineData("update", """{"changes":{"groupId":"g"}}""", "groupIds", "groupIds")]
    [InlineData("update", """{"changes":{"createdBy":"me"}}""", "openjam:createdBy", "")]
    public void J25_an_edit_of_a_sticky_touches_only_what_it_is_about(string opType, string data, string onSticky, string onText)
    {
        var board = new JamTestBoard("a");
        board.Add("""{"id":"s","type":"sticky","x":0,"y":0,"width":150,"height":150,"rotation":0,"zIndex":1,"locked":false,"opacity":1,"createdBy":"u","createdAt":1,"updatedAt":2,"text":"one two","color":"yellow","fontSize":16,"textAlign":"center"}""");
        var (sticky, text) = (board.Item("s"), board.Item("s.text"));
        board.Do(opType, $$"""{"elementId":"s","timestamp":3,{{data[1..]}}""");
        Assert.Subset(Names(onSticky + " openjam:updatedAt"), Changed(sticky, board.Item("s")));
        Assert.Subset(Names(onText), Changed(text, board.Item("s.text")));
        Assert.Superset(Names(onSticky), Changed(sticky, board.Item("s")));
    }

    [Fact]
    public void J25_a_move_in_OpenJam_and_a_colour_from_the_web_app_both_survive()
    {
        var jam = new JamTestBoard("jam");
        var web = new JamTestBoard("web");
        jam.Add(JamSamples.All[1]);
        jam.MeetWith(web);
        jam.Do("move", """{"elementId":"sticky","timestamp":9,"x":7,"y":8}""");
        web.Set("sticky", """{"backgroundColor":"#D1FAE5","roughness":2}""");
        web.Set("sticky.text", """{"text":"web","originalText":"web"}""");
        jam.MeetWith(web);
        Assert.Equal(jam.Element("sticky").Json, web.Element("sticky").Json);
        var fields = jam.Element("sticky").Fields;
        Assert.Equal(("7", "8", "\"green\"", "\"web\""), (fields["x"].Text, fields["y"].Text, fields["color"].Text, fields["text"].Text));
        Assert.Equal("2", web.Item("sticky").Properties["roughness"].Text);
    }

    private static HashSet<string> Names(string names) => [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static HashSet<string> Changed(Item before, Item now) => before.Properties.Keys.Concat(now.Properties.Keys)
        .Where(name => !before.Properties.TryGetValue(name, out var was) || !now.Properties.TryGetValue(name, out var value) || was != value)
        .ToHashSet(StringComparer.Ordinal);
}
