using System.Collections.Immutable;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Kinds;

/// <summary>Reads <c>.excalidraw</c> files, version 1 and 2: JSON with <c>"type":"excalidraw"</c> and a list of elements.</summary>
internal static class ExcalidrawReader
{
    public static ImportResult Read(ReadOnlyMemory<byte> file, BoardKind kind)
    {
        if (file.Length > KindLimits.BoardFileBytes)
        {
            return new ImportRefused("file_too_large", $"A drawing may have at most {KindLimits.BoardFileBytes / 1024 / 1024} MiB.");
        }

        try
        {
            return ReadScene(DrawingParts.Find(file.Span.StartsWith("\uFEFF"u8) ? file[3..] : file), kind);
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

    private static ImportResult ReadScene(DrawingParts scene, BoardKind kind)
    {
        if (scene.Type is not "excalidraw")
        {
            return Refuse("The file is JSON, but not an Excalidraw drawing: it does not say \"type\": \"excalidraw\".");
        }

        if (scene.Elements.Length > KindLimits.DrawingFileBytes)
        {
            return new ImportRefused("file_too_large", $"The elements of a drawing may have at most {KindLimits.DrawingFileBytes / 1024 / 1024} MiB.");
        }

        if (scene.Elements.IsEmpty || scene.Elements.Span[0] != '[')
        {
            return Refuse("The drawing has no list of elements.");
        }

        using var elements = JsonDocument.Parse(scene.Elements, new JsonDocumentOptions { MaxDepth = KindLimits.DrawingDepth });
        var living = new List<JsonElement>(Math.Min(elements.RootElement.GetArrayLength(), KindLimits.DrawingElements));
        foreach (var element in elements.RootElement.EnumerateArray())
        {
            if (IsDeleted(element))
            {
                continue;
            }

            if (living.Count == KindLimits.DrawingElements)
            {
                return new ImportRefused("file_too_large", $"A drawing may have at most {KindLimits.DrawingElements} elements.");
            }

            living.Add(element);
        }

        var names = living.Select(FileOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return DrawingFiles.TryRead(scene.Files.Span, names, out var files)
            ? ReadElements(living, files, kind)
            : Refuse("A picture in the drawing cannot be read.");
    }

    private static ImportResult ReadElements(List<JsonElement> elements, Dictionary<string, ImportedFile> files, BoardKind kind)
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

            // Counted before they are read.
            if (element.GetPropertyCount() > KindLimits.PropertyCount + BoardKind.NotProperties.Count)
            {
                return Refuse($"Element {place + 1} of the drawing is not sound: {PropertyRules.TooMany.Message}");
            }

            var file = FileOf(element) is { } name ? files.GetValueOrDefault(name) : null;
            var add = new AddItem(new ItemPath(BoardKind.Elements, id), type, Read(element, keepIndexes ? null : FractionalIndex.At(place), file));
            if (kind.Check(add) is { } violation)
            {
                return Refuse($"Element {place + 1} of the drawing is not sound: {violation.Message}");
            }

            operations.Add(add);
        }

        return new Imported(operations.ToImmutable()) { Files = [.. files.Values.DistinctBy(file => file.Hash, StringComparer.Ordinal)] };
    }

    private static Properties Read(JsonElement element, string? index, ImportedFile? file)
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

        if (file is not null)
        {
            properties[BoardKind.File] = JsonValue.FromString(file.Hash);
            properties["status"] = JsonValue.FromString("saved");
        }

        return Properties.From(properties);
    }

    /// <summary>The name of the picture that an element shows; null when it shows none.</summary>
    private static string? FileOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && IsText(element, BoardKind.File, out var name) ? name : null;

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
