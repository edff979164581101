using System.Collections.Immutable;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Kinds;

/// <summary>Reads <c>.excalidraw</c> files, version 1 and 2: JSON with <c>"type":"excalidraw"</c> and a list of elements.</summary>
internal static class ExcalidrawReader
{
    public static ImportResult Read(ReadOnlyMemory<byte> file, BoardKind kind)
    {
        if (file.Length > KindLimits.DrawingFileBytes)
        {
            return new ImportRefused("file_too_large", $"A drawing may have at most {KindLimits.DrawingFileBytes / 1024 / 1024} MiB.");
        }

        try
        {
            using var json = JsonDocument.Parse(file.Span.StartsWith("\uFEFF"u8) ? file[3..] : file, new JsonDocumentOptions { MaxDepth = KindLimits.DrawingDepth });
            return ReadScene(json.RootElement, kind);
        }
        catch (JsonException)
        {
            return Refuse("The file is not JSON, or nested too deep, so it is not an Excalidraw drawing.");
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json throws it for a string that is no valid Unicode.
            return Refuse("The file holds text that is not valid Unicode.");
        }
    }

    private static ImportResult ReadScene(JsonElement scene, BoardKind kind)
    {
        if (scene.ValueKind != JsonValueKind.Object || !IsText(scene, "type", out var type) || type is not "excalidraw")
        {
            return Refuse("The file is JSON, but not an Excalidraw drawing: it does not say \"type\": \"excalidraw\".");
        }

        if (!scene.TryGetProperty("elements", out var elements) || elements.ValueKind != JsonValueKind.Array)
        {
            return Refuse("The drawing has no list of elements.");
        }

        var living = elements.EnumerateArray().Where(e => !IsDeleted(e)).ToList();
        if (living.Count > KindLimits.DrawingElements)
        {
            return new ImportRefused("file_too_large", $"A drawing may have at most {KindLimits.DrawingElements} elements.");
        }

        return ReadElements(living, kind);
    }

    private static ImportResult ReadElements(List<JsonElement> elements, BoardKind kind)
    {
        var operations = ImmutableArray.CreateBuilder<Operation>(elements.Count);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var keepIndexes = HaveAscendingIndexes(elements);
        foreach (var element in elements)
        {
            var place = operations.Count;
            if (element.ValueKind != JsonValueKind.Object || !IsText(element, "id", out var id) || !IsText(element, "type", out var type))
            {
                return Refuse($"Element {place + 1} of the drawing has no id or no type.");
            }

            if (!ids.Add(id))
            {
                return Refuse($"Two elements of the drawing have the id '{id}'.");
            }

            var add = new AddItem(new ItemPath(BoardKind.Elements, id), type, Read(element, keepIndexes ? null : FractionalIndex.At(place)));
            if (kind.Check(add) is { } violation)
            {
                return Refuse($"Element {place + 1} of the drawing is not sound: {violation.Message}");
            }

            operations.Add(add);
        }

        return new Imported(operations.ToImmutable());
    }

    private static Properties Read(JsonElement element, string? index)
    {
        var properties = new Dictionary<string, JsonValue>(StringComparer.Ordinal);
        foreach (var field in element.EnumerateObject())
        {
            if (!BoardKind.NotProperties.Contains(field.Name) && field.Value.ValueKind != JsonValueKind.Null)
            {
                properties[field.Name] = JsonValue.FromElement(field.Value);
            }
        }

        if (index is not null)
        {
            properties["index"] = JsonValue.FromString(index);
        }

        return Properties.From(properties);
    }

    // The list's order is the stack's order; indexes that say otherwise, or are not there, are made anew.
    private static bool HaveAscendingIndexes(List<JsonElement> elements)
    {
        var former = string.Empty;
        foreach (var element in elements)
        {
            if (element.ValueKind != JsonValueKind.Object || !IsText(element, "index", out var index)
                || !FractionalIndex.IsValid(index) || string.CompareOrdinal(former, index) >= 0)
            {
                return false;
            }

            former = index;
        }

        return true;
    }

    private static bool IsDeleted(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("isDeleted", out var deleted) && deleted.ValueKind == JsonValueKind.True;

    private static bool IsText(JsonElement element, string name, out string text)
    {
        var found = element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;
        text = found ? value.GetString()! : string.Empty;
        return found;
    }

    private static ImportRefused Refuse(string message) => new("not_a_drawing", message);
}
