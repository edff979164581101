using Weft.Engine;

namespace Weft.Kinds.Tests;

public sealed class BenchKindTests
{
    private static readonly DocumentKind Kind = DocumentKinds.Find("bench")!;

    [Fact]
    public void Items_and_the_rest_of_a_file_are_the_only_collections()
    {
        Assert.All(BenchKind.ItemKinds, kind => Assert.Null(Kind.Check(Add("adfbc0c2-1b6c-4d5e-9f43-0f1f7f1b6c4d", "{}", kind))));
        Assert.Null(Kind.Check(new ClearItems("items")));
        Assert.Null(Kind.Check(new AddItem(new ItemPath("file", "assembly"), "assembly", Parse("""{"version":"2.0","x_mm":"anything"}"""))));
        Operation[] strange =
        [
            new ClearItems("elements"), new DeleteItem(new ItemPath("lenses", "a")), new InsertText("items/a/text", 0, "x", Properties.Empty),
            new SetProperties(new ItemPath("items", "with blank"), Properties.Empty), new SetProperties(new ItemPath("file", "other"), Properties.Empty),
            new DeleteItem(new ItemPath("items", new string('a', KindLimits.ItemIdLength + 1))), new DeleteItem(new ItemPath("items", "ü")),
        ];
        Assert.All(strange, operation => Assert.Equal("unknown_path", Kind.Check(operation)!.Code));
        Assert.Equal("bad_property", Kind.Check(Add("a", "{}", "lens"))!.Code);
        Assert.Equal("bad_property", Kind.Check(new AddItem(new ItemPath("file", "assembly"), "component", Properties.Empty))!.Code);
    }

    [Theory]
    [InlineData("""{"x_mm":1,"y_mm":-2.5e3,"angle_deg":0.0,"locked":true,"z_value":-1,"object_height_mm":25.4,"name":"Lens","image_path":null}""")]
    [InlineData("""{"reference_line_mm":[-12.7,12.7,12.7,-12.7],"interfaces":[],"notes":"","unknown":{"x_mm":"any"},"color_hex":"#DC143C"}""")]
    [InlineData("""{"interfaces":[{"x1_mm":0,"y1_mm":1,"x2_mm":0,"y2_mm":-1,"element_type":"lens","efl_mm":100,"strange":[]},{"radius_of_curvature_mm":"Infinity"}]}""")]
    [InlineData("""{"n_rays":9,"ray_length_mm":"Infinity","use_custom_jones":false,"polarization_type":"+45"}""")]
    [InlineData("""{"points":[[0,0],[1.5,-2]],"vertex":[0,0],"x":1,"y":2,"text":"NaN","item_uuids":["a"],"collapsed":false}""")]
    public void Sound_properties_are_taken(string properties) => Assert.Null(Kind.Check(Set(properties)));

    [Theory]
    [InlineData("""{"x_mm":"1"}""")]
    [InlineData("""{"x_mm":"Infinity"}""")]
    [InlineData("""{"y_mm":1e999}""")]
    [InlineData("""{"angle_deg":[0]}""")]
    [InlineData("""{"x":"left"}""")]
    [InlineData("""{"z_value":"top"}""")]
    [InlineData("""{"n_rays":"many"}""")]
    [InlineData("""{"locked":1}""")]
    [InlineData("""{"locked":"yes"}""")]
    [InlineData("""{"name":5}""")]
    [InlineData("""{"reference_line_mm":[1,2,3]}""")]
    [InlineData("""{"points":[[1]]}""")]
    [InlineData("""{"vertex":5}""")]
    [InlineData("""{"item_uuids":"a"}""")]
    [InlineData("""{"interfaces":{}}""")]
    [InlineData("""{"interfaces":[1]}""")]
    [InlineData("""{"interfaces":[{},{"efl_mm":"long"}]}""")]
    [InlineData("""{"interfaces":[{"element_type":7}]}""")]
    [InlineData("""{"interfaces":[{"is_curved":"no"}]}""")]
    [InlineData("""{"item_uuid":"a"}""")]
    [InlineData("""{"_type":"component"}""")]
    [InlineData("""{"":5}""")]
    public void Unsound_properties_are_refused(string properties)
    {
        Assert.Equal("bad_property", Kind.Check(Set(properties))!.Code);
        Assert.Equal("bad_property", Kind.Check(Add("a", properties))!.Code);
    }

    [Theory]
    [InlineData("bench.json", "bench")]
    [InlineData("Interferometer.OPTIVERSE", "bench")]
    public void Files_find_the_kind(string file, string kind) => Assert.Equal(kind, DocumentKinds.ForFile(file)?.Name);

    internal static Properties Parse(string json)
    {
        using var parsed = System.Text.Json.JsonDocument.Parse(json);
        return Properties.From([.. parsed.RootElement.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, JsonValue.FromElement(p.Value)))]);
    }

    private static AddItem Add(string id, string properties, string kind = "component") => new(new ItemPath("items", id), kind, Parse(properties));

    private static SetProperties Set(string properties) => new(new ItemPath("items", "a"), Parse(properties));
}
