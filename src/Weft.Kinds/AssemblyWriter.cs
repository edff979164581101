using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Kinds;

/// <summary>Writes a bench as an assembly file of Optiverse, version 2.0.</summary>
internal static class AssemblyWriter
{
    private const string Version = "version";

    // The file is JSON on disk, never part of a page, so nothing needs escaping for HTML.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Document document)
    {
        var items = document.ItemsAsAdded(BenchKind.Items).OrderBy(ZValue).ToList();
        var rest = document.Find(new ItemPath(BenchKind.File, BenchKind.Assembly))?.Properties ?? Properties.Empty;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            WriteProperty(json, Version, rest.TryGetValue(Version, out var version) ? version : JsonValue.FromString("2.0"));
            foreach (var list in AssemblyList.All)
            {
                WriteList(json, list, [.. items.Where(item => list.Kinds.Contains(item.Kind, StringComparer.Ordinal))], rest);
            }

            foreach (var (name, value) in rest.Where(member => !IsWritten(member.Key)))
            {
                WriteProperty(json, name, value);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static bool IsWritten(string member) =>
        member is Version || AssemblyList.All.Any(list => string.Equals(list.Member, member, StringComparison.Ordinal));

    private static void WriteList(Utf8JsonWriter json, AssemblyList list, IReadOnlyList<Item> items, Properties rest)
    {
        var hasUnknown = rest.TryGetValue(list.Member, out var unknown);
        if (!list.IsAlwaysThere && items.Count == 0 && !hasUnknown)
        {
            return;
        }

        json.WriteStartArray(list.Member);
        foreach (var item in items)
        {
            WriteItem(json, list, item);
        }

        if (hasUnknown)
        {
            using var entries = JsonDocument.Parse(unknown.Text);
            foreach (var entry in entries.RootElement.ValueKind == JsonValueKind.Array ? entries.RootElement.EnumerateArray() : default)
            {
                WriteValue(json, list.Member, JsonValue.FromElement(entry));
            }
        }

        json.WriteEndArray();
    }

    private static void WriteItem(Utf8JsonWriter json, AssemblyList list, Item item)
    {
        json.WriteStartObject();
        if (list.TypeField is not null)
        {
            json.WriteString(list.TypeField, item.Kind);
        }

        json.WriteString(list.IdField, item.Id);
        foreach (var (name, value) in item.Properties)
        {
            WriteProperty(json, name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, JsonValue value)
    {
        json.WritePropertyName(name);
        WriteValue(json, name, value);
    }

    private static void WriteValue(Utf8JsonWriter json, string name, JsonValue value)
    {
        var text = new ArrayBufferWriter<byte>();
        PythonJson.WriteValue(name, value.Text, text);
        json.WriteRawValue(text.WrittenSpan, skipInputValidation: true);
    }

    private static double ZValue(Item item) =>
        item.Properties.TryGetValue("z_value", out var value) && double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var z) ? z : 0;
}
