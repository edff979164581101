using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Kinds;

/// <summary>Writes items as an <c>.excalidraw</c> file, version 2.</summary>
internal static class ExcalidrawWriter
{
    // The file is JSON on disk, never part of a page, so nothing needs escaping for HTML.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] RequiredNumbers = ["x", "y", "width", "height"];

    public static byte[] Write(IReadOnlyCollection<Item> items)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", "excalidraw");
            json.WriteNumber("version", 2);
            json.WriteString("source", "weft");
            json.WriteStartArray("elements");
            foreach (var item in items.OrderBy(Index, StringComparer.Ordinal).ThenBy(i => i.Id, StringComparer.Ordinal))
            {
                WriteElement(json, item);
            }

            json.WriteEndArray();
            json.WriteStartObject("appState");
            json.WriteNull("gridSize");
            json.WriteString("viewBackgroundColor", "#ffffff");
            json.WriteEndObject();
            json.WriteStartObject("files");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteElement(Utf8JsonWriter json, Item item)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Id);
        json.WriteString("type", item.Kind);
        foreach (var name in RequiredNumbers.Where(n => !item.Properties.ContainsKey(n)))
        {
            json.WriteNumber(name, 0);
        }

        foreach (var (name, value) in item.Properties)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value.Text);
        }

        // Excalidraw's own counters; they mean nothing outside one editing session but must be there.
        json.WriteNumber("version", 1);
        json.WriteNumber("versionNonce", 0);
        json.WriteNumber("updated", 1);
        json.WriteBoolean("isDeleted", false);
        json.WriteEndObject();
    }

    private static string Index(Item item)
    {
        if (!item.Properties.TryGetValue("index", out var value))
        {
            return string.Empty;
        }

        using var json = JsonDocument.Parse(value.Text);
        return json.RootElement.ValueKind == JsonValueKind.String ? json.RootElement.GetString()! : string.Empty;
    }
}
