using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Weft.Engine;

namespace Weft.Kinds.Tests;

/// <summary>Assembly files of Optiverse, version 2.0, in and out.</summary>
public sealed class AssemblyFileTests
{
    private const string Real = """
        {"version": "2.0", "items": [
          {"x_mm": 100.0, "y_mm": 200.0, "angle_deg": 45.0, "object_height_mm": 25.4, "mm_per_pixel": 0.0254, "name": "Standard Beamsplitter (50/50 1\")",
           "image_path": "objects/library/beamsplitter_50_50_1_inch/images/bs.png", "reference_line_mm": [-12.7, 12.7, 12.7, -12.7],
           "interfaces": [{"x1_mm": -12.7, "y1_mm": 12.7, "x2_mm": 12.7, "y2_mm": -12.7, "element_type": "beam_splitter", "name": "", "split_T": 50.0,
             "split_R": 50.0, "is_polarizing": false, "pbs_transmission_axis_deg": 0.0}],
           "category": "beamsplitters", "notes": null, "item_uuid": "adfbc0c2-0000-4000-8000-000000000001", "locked": false, "z_value": 0.0, "_type": "component"},
          {"x_mm": -400.0, "y_mm": 0, "angle_deg": 0, "size_mm": 10.0, "n_rays": 9, "ray_length_mm": Infinity, "color_hex": "#DC143C", "wavelength_nm": 633.0,
           "item_uuid": "adfbc0c2-0000-4000-8000-000000000002", "_type": "source"}],
         "rulers": [{"type": "ruler", "points": [[0, 0], [10, 0]], "item_uuid": "r1", "z_value": 10000.0}],
         "texts": [{"type": "text", "text": "NaN", "x": 1.0, "y": 2.0, "item_uuid": "t1"}],
         "rectangles": [], "path_measures": [{"type": "path_measure", "ray_index": 0, "start_param": 0.1, "end_param": 0.9, "item_uuid": "p1"}],
         "groups": [{"name": "Pair", "item_uuids": ["adfbc0c2-0000-4000-8000-000000000001"], "group_uuid": "g1", "collapsed": true, "z_base": 1.0}],
         "_autosave_meta": {"timestamp": "2026-11-20T08:59:22.103858", "original_path": null, "version": "2.0"}}
        """;

    private static readonly DocumentKind Kind = DocumentKinds.Find("bench")!;

    [Fact]
    public void An_assembly_becomes_items_with_the_fields_as_properties()
    {
        var added = Import(Real).Operations.Cast<AddItem>().ToList();
        Assert.Equal(["component", "source", "ruler", "text", "path_measure", "group", "assembly"], added.Select(a => a.Kind));
        Assert.Equal("items/adfbc0c2-0000-4000-8000-000000000001", added[0].Path.ToString());
        Assert.Equal(("45.0", "25.4", "\"\""), (added[0].Properties["angle_deg"].Text, added[0].Properties["object_height_mm"].Text, NameOfInterface(added[0])));
        Assert.False(added[0].Properties.ContainsKey("notes"));
        Assert.Equal(("\"Infinity\"", "\"NaN\""), (added[1].Properties["ray_length_mm"].Text, added[3].Properties["text"].Text));
        Assert.Equal("file/assembly", added[^1].Path.ToString());
        Assert.Equal(["_autosave_meta", "version"], added[^1].Properties.Keys);
        Assert.DoesNotContain(added[..^1], item => item.Properties.Keys.Any(BenchKind.NotProperties.Contains));
    }

    [Fact]
    public void What_was_imported_is_exported_with_its_bare_numbers()
    {
        var text = Encoding.UTF8.GetString(Export(Import(Real)));
        Assert.Contains("\"ray_length_mm\": Infinity", text, StringComparison.Ordinal);
        Assert.Contains("\"text\": \"NaN\"", text, StringComparison.Ordinal);
        AssertSame(Parse(Real.Replace("\"notes\": null, ", string.Empty, StringComparison.Ordinal)), Parse(text));
    }

    [Fact]
    public void Lists_are_in_the_order_of_z_and_then_as_added()
    {
        var document = new Document();
        foreach (var (id, z) in ((string, string)[])[("c", "5"), ("b", "1"), ("z", "1.0"), ("a", "1"), ("d", "-2.5")])
        {
            using var change = document.Begin("ada", 1_000);
            change.AddItem(new ItemPath("items", id), id is "z" ? "source" : "component", BenchKindTests.Parse($$"""{"z_value":{{z}}}"""));
            change.Commit();
        }

        var items = Parse(Encoding.UTF8.GetString(Kind.Export(document, "Bench", ExportFormat.Optiverse)))["items"]!.AsArray();
        Assert.Equal(["d", "b", "z", "a", "c"], items.Select(item => (string?)item!["item_uuid"]));
    }

    [Fact]
    public void An_empty_bench_is_an_assembly_without_items()
    {
        var file = Parse(Encoding.UTF8.GetString(Kind.Export(new Document(), "Bench", ExportFormat.Optiverse)));
        Assert.Equal("2.0", (string?)file["version"]);
        Assert.Equal(["items", "rulers", "texts", "rectangles", "path_measures", "groups"], file.AsObject().Where(m => m.Value is JsonArray { Count: 0 }).Select(m => m.Key));
    }

    [Fact]
    public void Entries_without_an_id_or_with_one_twice_get_one()
    {
        var imported = Import("""{"version":"2.0","items":[{"_type":"source"},{"_type":"source","item_uuid":"a"},{"_type":"source","item_uuid":"a"},{"_type":"source","item_uuid":"ü/"}]}""");
        Assert.Equal(["source-1", "a", "source-3", "source-4", "assembly"], imported.Operations.Cast<AddItem>().Select(add => add.Path.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":"2.0"}""")]
    [InlineData("""{"version":"1.0","items":[]}""")]
    [InlineData("""{"version":2,"items":[]}""")]
    [InlineData("""{"version":"2.0","items":{}}""")]
    [InlineData("""{"version":"2.0","items":[{"_type":"source","x_mm":Infinity}]}""")]
    [InlineData("""{"version":"2.0","items":[{"_type":"component","name":"\ud800"}]}""")]
    [InlineData("""{"version":"2.0","items":[NaNa]}""")]
    public void What_is_no_assembly_is_refused_in_words(string file)
    {
        var refused = Assert.IsType<ImportRefused>(Kind.Import(Encoding.UTF8.GetBytes(file)));
        Assert.Equal("not_an_assembly", refused.Code);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_items_are_refused_in_words()
    {
        var items = string.Join(',', Enumerable.Repeat("""{"_type":"source"}""", KindLimits.BenchItems + 1));
        var refused = Assert.IsType<ImportRefused>(Kind.Import(Encoding.UTF8.GetBytes($$"""{"version":"2.0","items":[{{items}}]}""")));
        Assert.Equal("file_too_large", refused.Code);
    }

    [Fact]
    public void What_is_not_understood_comes_out_as_it_went_in()
    {
        var files = Gen.Choose(0, int.MaxValue - 1).Select(seed => RandomFile(new Random(seed))).ToArbitrary();
        Prop.ForAll(files, file => AssertSame(Parse(file), Parse(Encoding.UTF8.GetString(Export(Import(file)))))).QuickCheckThrowOnFailure();
    }

    private static string RandomFile(Random random)
    {
        var items = Enumerable.Range(0, random.Next(4)).Select(i => random.Next(4) switch
        {
            0 => RandomValue(random, 0, "items"),
            1 => $$"""{"_type":"prism",{{RandomFields(random, 1)}}}""",
            2 => $$"""{"_type":"source","item_uuid":"i{{i}}",{{RandomFields(random, 1)}}}""",
            _ => $$"""{"_type":"component","item_uuid":"i{{i}}","z_value":{{i}},"notes":"{{RandomWord(random)}}",{{RandomFields(random, 1)}}}""",
        });
        var measures = random.Next(2) == 0 ? "\"angle_measures\":[]," : string.Empty;
        return $$"""
            {"version":"2.0","items":[{{string.Join(',', items)}}],"rulers":[{"type":"ruler","item_uuid":"r",{{RandomFields(random, 1)}}}],"texts":[{"type":"note"}],
            "rectangles":[],"path_measures":[],"groups":[{"group_uuid":"g",{{RandomFields(random, 1)}}}],{{measures}}{{RandomFields(random, 0)}}}
            """;
    }

    private static string RandomFields(Random random, int depth) => string.Join(
        ',', Enumerable.Range(0, 1 + random.Next(4)).Select(i => $"\"{(random.Next(6) == 0 ? "\\u00fc" : "f")}{i}\":{RandomValue(random, depth, "f")}"));

    private static string RandomValue(Random random, int depth, string name) => random.Next(depth > 4 ? 7 : 9) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 => (random.NextDouble() - 0.5).ToString("R", CultureInfo.InvariantCulture),
        3 => ((string[])["1.0", "-0.0", "1e3", "123456789012345678901234567890"])[random.Next(4)],
        4 => ((string[])["NaN", "Infinity", "-Infinity"])[random.Next(3)],
        5 or 6 => $"\"{RandomWord(random)}\"",
        7 => $"[{string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => RandomValue(random, depth + 1, name)))}]",
        _ => $"{{{(random.Next(2) == 0 ? RandomFields(random, depth + 1) : $"\"name\" : \"{RandomWord(random)}\"")}}}",
    };

    private static string RandomWord(Random random) =>
        ((string[])["", "word", "Grün 😀", "NaN", "\\\\NaN", "Infinity", "\\\\\\\\-Infinity", "null", "\\\\null", "\\\\\\\\null", "a\\\"NaN\\\"", "\\n\\u0001"])[random.Next(12)];

    private static Imported Import(string file) => Kind.Import(Encoding.UTF8.GetBytes(file)) is var result && result is Imported imported
        ? imported
        : throw new InvalidOperationException($"{result}: {file}");

    private static byte[] Export(Imported imported) => Kind.Export(Documents.With([.. imported.Operations]), "Bench", ExportFormat.Optiverse);

    // Bare numbers, which this parser does not know, become objects that nothing else is.
    private static JsonNode Parse(string file)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < file.Length; i++)
        {
            if (file[i] == '"')
            {
                var start = i++;
                for (; file[i] != '"'; i++)
                {
                    i += file[i] == '\\' ? 1 : 0;
                }

                plain.Append(file, start, i - start + 1);
            }
            else if (((string[])["NaN", "Infinity", "-Infinity"]).FirstOrDefault(n => string.CompareOrdinal(file, i, n, 0, n.Length) == 0) is { } number)
            {
                plain.Append(CultureInfo.InvariantCulture, $"{{\"bare\":\"{number}\"}}");
                i += number.Length - 1;
            }
            else
            {
                plain.Append(file[i]);
            }
        }

        return JsonNode.Parse(plain.ToString())!;
    }

    private static void AssertSame(JsonNode wanted, JsonNode found) => Assert.Equal(Canonical(wanted), Canonical(found));

    // The order of an object's members means nothing, that of a known list's entries is by z; numbers are compared as they are written.
    private static string Canonical(JsonNode? node) => node switch
    {
        JsonObject thing => "{" + string.Join(',', thing.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{JsonSerializer.Serialize(m.Key)}:{Canonical(m.Value)}")) + "}",
        JsonArray list => "[" + string.Join(',', IsOfFile(list) ? list.Select(Canonical).Order(StringComparer.Ordinal) : list.Select(Canonical)) + "]",
        _ => node?.ToJsonString() ?? "null",
    };

    private static bool IsOfFile(JsonArray list) => list.Parent is JsonObject { Parent: null };

    private static string NameOfInterface(AddItem item)
    {
        using var json = JsonDocument.Parse(item.Properties["interfaces"].Text);
        return json.RootElement[0].GetProperty("name").GetRawText();
    }
}
