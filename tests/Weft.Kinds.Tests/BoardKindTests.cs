using System.Text;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Kinds.Tests;

public sealed class BoardKindTests
{
    private static readonly DocumentKind Kind = DocumentKinds.Find("board")!;

    [Fact]
    public void Elements_are_items_of_their_collection()
    {
        Assert.Null(Kind.Check(Add("a", "{}")));
        Assert.Null(Kind.Check(new ClearItems("elements")));
        Assert.Null(Kind.Check(new RestoreItem(new ItemPath("elements", "V1StGXR8_Z5jdHi6B-myT"))));
        Operation[] strange =
        [
            new ClearItems("shapes"), new DeleteItem(new ItemPath("shapes", "a")), new InsertText("elements/a/text", 0, "x", Properties.Empty),
            new SetProperties(new ItemPath("elements", "with blank"), Properties.Empty), new DeleteItem(new ItemPath("elements", "a/b")),
            new DeleteItem(new ItemPath("elements", new string('a', KindLimits.ItemIdLength + 1))), new DeleteItem(new ItemPath("elements", "ü")),
        ];
        Assert.All(strange, operation => Assert.Equal("unknown_path", Kind.Check(operation)!.Code));
    }

    [Fact]
    public void What_OpenJam_saves_besides_has_a_collection_of_its_own()
    {
        var path = new ItemPath("openjam", "stamp:stamp_1");
        Assert.Null(Kind.Check(new AddItem(path, "stamp", Properties.Of("index", JsonValue.FromNumber(1)))));
        Assert.Equal("unknown_path", Kind.Check(new DeleteItem(path with { Id = "a/b" }))!.Code);
        Assert.Equal("bad_property", Kind.Check(new SetProperties(path, Properties.Of(string.Empty, JsonValue.True)))!.Code);
    }

    [Theory]
    [InlineData("""{"x":1,"y":-2.5,"width":1e3,"height":0,"angle":3.14,"index":"a1","points":[[0,0],[1.5,-2]]}""")]
    [InlineData("""{"text":"Hällo","index":null,"angle":null,"groupIds":["g"],"boundElements":[{"id":"b","type":"arrow"}]}""")]
    [InlineData("""{"points":[[0,0,0.5]],"index":"Zz","strokeColor":"#1e1e1e"}""")]
    public void Sound_properties_are_taken(string properties) => Assert.Null(Kind.Check(Set(properties)));

    [Theory]
    [InlineData("""{"x":"1"}""")]
    [InlineData("""{"x":1e999}""")]
    [InlineData("""{"y":null}""")]
    [InlineData("""{"width":[1]}""")]
    [InlineData("""{"height":true}""")]
    [InlineData("""{"angle":"north"}""")]
    [InlineData("""{"index":5}""")]
    [InlineData("""{"index":""}""")]
    [InlineData("""{"index":"a1 "}""")]
    [InlineData("""{"index":"c1"}""")]
    [InlineData("""{"points":[[1]]}""")]
    [InlineData("""{"points":[[0,1e999]]}""")]
    [InlineData("""{"points":{"x":1}}""")]
    [InlineData("""{"isDeleted":true}""")]
    [InlineData("""{"versionNonce":5}""")]
    [InlineData("""{"":5}""")]
    public void Unsound_properties_are_refused(string properties)
    {
        Assert.Equal("bad_property", Kind.Check(Set(properties))!.Code);
        Assert.Equal("bad_property", Kind.Check(Add("a", properties))!.Code);
    }

    [Fact]
    public void An_element_needs_a_type() =>
        Assert.Equal("bad_property", Kind.Check(new AddItem(new ItemPath("elements", "a"), "<b>", Properties.Empty))!.Code);

    [Fact]
    public void A_drawing_becomes_items_in_its_order()
    {
        var imported = Import("""
            {"type":"excalidraw","version":2,"elements":[
              {"id":"r","type":"rectangle","x":1,"y":2,"version":7,"versionNonce":9,"updated":3,"isDeleted":false,"link":null},
              {"id":"gone","type":"ellipse","isDeleted":true},
              {"id":"t","type":"text","x":3,"y":4,"text":"Hi"}],"appState":{},"files":{}}
            """);
        Assert.Equal(
            [Add("r", """{"x":1,"y":2,"index":"a0"}""", "rectangle"), Add("t", """{"x":3,"y":4,"text":"Hi","index":"a1"}""", "text")],
            imported.Operations);
    }

    [Fact]
    public void Ascending_indexes_are_kept_and_others_made_anew()
    {
        static string Scene(string first, string second) =>
            $$"""{"type":"excalidraw","elements":[{"id":"1","type":"line","index":"{{first}}"},{"id":"2","type":"line","index":"{{second}}"}]}""";

        Assert.Equal(["a5", "a7V"], Indexes(Import(Scene("a5", "a7V"))));
        Assert.Equal(["a0", "a1"], Indexes(Import(Scene("a7", "a5"))));
        Assert.Equal(["a0", "a1"], Indexes(Import(Scene("a5", "a5"))));
    }

    [Fact]
    public void Made_indexes_ascend_and_are_valid()
    {
        var keys = Enumerable.Range(0, 5_000).Select(i => FractionalIndex.At(i)).ToList();
        Assert.Equal(["a0", "az", "b00", "bzz", "c000"], new[] { keys[0], keys[61], keys[62], keys[61 + (62 * 62)], keys[62 + (62 * 62)] });
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.All(keys, key => Assert.True(FractionalIndex.IsValid(key)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("""{"type":"excalidrawlib","elements":[]}""")]
    [InlineData("""{"type":"excalidraw"}""")]
    [InlineData("""{"type":"excalidraw","elements":{}}""")]
    [InlineData("""{"type":"excalidraw","elements":[1]}""")]
    [InlineData("""{"type":"excalidraw","elements":[{"id":"a"}]}""")]
    [InlineData("""{"type":"excalidraw","elements":[{"id":"a","type":"line"},{"id":"a","type":"line"}]}""")]
    [InlineData("""{"type":"excalidraw","elements":[{"id":"a","type":"line","x":"left"}]}""")]
    [InlineData("""{"type":"excalidraw","elements":[{"id":"a","type":"text","text":"\ud800"}]}""")]
    [InlineData("""{"type":"excalidraw","elements":[{"id":"\ud800","type":"text"}]}""")]
    public void What_is_not_a_drawing_is_refused_in_words(string file)
    {
        var refused = Assert.IsType<ImportRefused>(Kind.Import(Encoding.UTF8.GetBytes(file)));
        Assert.Equal("not_a_drawing", refused.Code);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_is_exported_as_a_drawing_sorted_by_index()
    {
        var document = Documents.With(
            Add("top", """{"x":1,"y":2,"width":3,"height":4,"index":"a9"}""", "rectangle"),
            Add("bottom", """{"index":"a2","text":"<ü>"}""", "text"),
            Add("gone", "{}"),
            new DeleteItem(new ItemPath("elements", "gone")));
        using var json = JsonDocument.Parse(Kind.Export(document, "Plan", ExportFormat.Excalidraw));
        var scene = json.RootElement;
        Assert.Equal(("excalidraw", 2), (scene.GetProperty("type").GetString(), scene.GetProperty("version").GetInt32()));
        var elements = scene.GetProperty("elements").EnumerateArray().ToList();
        Assert.Equal(["bottom", "top"], elements.Select(e => e.GetProperty("id").GetString()));
        Assert.Equal("<ü>", elements[0].GetProperty("text").GetString());
        Assert.Equal((0, 4), (elements[0].GetProperty("x").GetInt32(), elements[1].GetProperty("height").GetInt32()));
        Assert.All(elements, e => Assert.False(e.GetProperty("isDeleted").GetBoolean()));
    }

    [Fact]
    public void What_was_exported_is_imported_alike()
    {
        Operation[] items = [Add("a", """{"x":1.5,"y":2,"width":0,"height":0,"index":"a2"}""", "line"), Add("b", """{"x":0,"y":0,"width":3,"height":4,"index":"a9","points":[[0,0],[1,2]]}""", "line")];
        var again = Assert.IsType<Imported>(Kind.Import(Kind.Export(Documents.With(items), "Plan", ExportFormat.Excalidraw)));
        Assert.Equal(items, again.Operations);
    }

    private static Imported Import(string file) => Assert.IsType<Imported>(Kind.Import(Encoding.UTF8.GetBytes(file)));

    private static IEnumerable<string> Indexes(Imported imported) =>
        imported.Operations.Cast<AddItem>().Select(add => JsonDocument.Parse(add.Properties["index"].Text).RootElement.GetString()!);

    private static AddItem Add(string id, string properties, string type = "rectangle") => new(new ItemPath("elements", id), type, Parse(properties));

    private static SetProperties Set(string properties) => new(new ItemPath("elements", "a"), Parse(properties));

    private static Properties Parse(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return Properties.From([.. parsed.RootElement.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, JsonValue.FromElement(p.Value)))]);
    }
}
