using System.Text.Json;
using Weft.Engine;

namespace Weft.Kinds;

/// <summary>
/// A whiteboard: the collection <c>elements</c>. An item is an Excalidraw element: its id is the element's, its kind the element's type,
/// the property <c>index</c> its place in the stack, and every other field a property of the same name. The collection <c>openjam</c> holds
/// what OpenJam saves with a board besides: its stamps, its pages, and which page is open.
/// </summary>
public sealed class BoardKind : DocumentKind
{
    /// <summary>The collection of elements.</summary>
    public const string Elements = "elements";

    /// <summary>The collection of what OpenJam saves with a board besides.</summary>
    public const string OpenJam = "openjam";

    /// <summary>The property of an image that has the hash of its picture, 64 lower-case hexadecimal digits; other programs have names of their own.</summary>
    public const string File = "fileId";

    private static readonly HashSet<string> Geometry = new(StringComparer.Ordinal) { "x", "y", "width", "height" };
    private static readonly HashSet<string> Numbers = new(StringComparer.Ordinal) { "angle", "strokeWidth", "roughness", "opacity", "seed", "fontSize", "lineHeight" };

    internal BoardKind()
    {
    }

    /// <inheritdoc/>
    public override string Name => "board";

    /// <inheritdoc/>
    public override string Title => "Whiteboard";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Texts { get; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Collections { get; } = [Elements, OpenJam];

    /// <inheritdoc/>
    public override IReadOnlyList<ExportFormat> ExportFormats { get; } = [ExportFormat.Excalidraw, ExportFormat.Weft];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ImportExtensions { get; } = [".excalidraw"];

    /// <summary>The element fields that are no properties: the item itself says them, or they count one editor's own edits.</summary>
    internal static HashSet<string> NotProperties { get; } =
        new(StringComparer.Ordinal) { "id", "type", "version", "versionNonce", "updated", "isDeleted" };

    private protected override KindViolation? CheckOwn(Operation operation) => operation switch
    {
        AddItem add => CheckItem(add.Path) ?? CheckType(add.Kind) ?? CheckProperties(add.Path, add.Properties),
        SetProperties set => CheckItem(set.Path) ?? CheckProperties(set.Path, set.Properties),
        DeleteItem delete => CheckItem(delete.Path),
        RestoreItem restore => CheckItem(restore.Path),
        ClearItems clear => CheckCollection(clear.Collection),
        _ => new KindViolation(KindViolation.UnknownPath, "A board has no texts, only the items of 'elements' and 'openjam'."),
    };

    /// <inheritdoc/>
    public override ImportResult Import(ReadOnlyMemory<byte> file) => ExcalidrawReader.Read(file, this);

    /// <summary>What an exported drawing ends with: an empty object of pictures, into which they can be put.</summary>
    public static ReadOnlySpan<byte> ExportEnd => "{}\n}"u8;

    /// <summary>The names of the pictures that a board shows, each once.</summary>
    /// <param name="document">A board.</param>
    public static IReadOnlySet<string> FilesOf(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Items(Elements).Select(NameOfFile).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    private protected override byte[] ExportOwn(Document document, ExportFormat format) =>
        ExcalidrawWriter.Write(document.Items(Elements));

    private static string? NameOfFile(Item item)
    {
        if (!item.Properties.TryGetValue(File, out var value))
        {
            return null;
        }

        using var json = JsonDocument.Parse(value.Text);
        return json.RootElement.ValueKind == JsonValueKind.String ? json.RootElement.GetString() : null;
    }

    private static KindViolation? CheckItem(ItemPath path)
    {
        if (CheckCollection(path.Collection) is { } violation)
        {
            return violation;
        }

        return PropertyRules.IsItemId(path.Id) ? null : new KindViolation(
            KindViolation.UnknownPath, $"An element's id has 1 to {KindLimits.ItemIdLength} printable ASCII characters and no slash.");
    }

    private static KindViolation? CheckCollection(string collection) => collection is Elements or OpenJam
        ? null
        : new KindViolation(KindViolation.UnknownPath, "A board has only the collections 'elements' and 'openjam'.");

    private static KindViolation? CheckType(string type) =>
        type.Length is > 0 and <= KindLimits.NameLength && type.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? null
            : PropertyRules.Bad("An element's kind is its Excalidraw type, such as 'rectangle'.");

    private static KindViolation? CheckProperties(ItemPath path, Properties properties)
    {
        foreach (var (name, value) in properties)
        {
            var violation = PropertyRules.CheckName(name)
                ?? PropertyRules.CheckLength(name, value, KindLimits.PropertyLength)
                ?? (path.Collection is Elements ? CheckProperty(name, value) : null);
            if (violation is not null)
            {
                return violation;
            }
        }

        return PropertyRules.CheckCount(properties);
    }

    private static KindViolation? CheckProperty(string name, JsonValue value)
    {
        if (NotProperties.Contains(name))
        {
            return PropertyRules.Bad($"'{name}' is not a property of an element here: leave it out.");
        }

        var absent = value.IsNull;
        if (Geometry.Contains(name) || (Numbers.Contains(name) && !absent))
        {
            return PropertyRules.IsFiniteNumber(value) ? null : PropertyRules.Bad($"'{name}' must be a finite number.");
        }

        return name switch
        {
            File when !absent && !IsFileName(value) => PropertyRules.Bad($"'{File}' must be a picture's hash, and not the picture."),
            "index" when !absent && !IsIndex(value) => PropertyRules.Bad("'index' must be a fractional index, such as \"a1\"."),
            "points" when !absent && !ArePoints(value) => PropertyRules.Bad("'points' must be a list of pairs of finite numbers."),
            _ => null,
        };
    }

    private static bool IsFileName(JsonValue value) => value.Text.StartsWith('"') && value.Text.Length <= KindLimits.FileNameLength + 2;

    private static bool IsIndex(JsonValue value)
    {
        using var json = JsonDocument.Parse(value.Text);
        return json.RootElement.ValueKind == JsonValueKind.String && FractionalIndex.IsValid(json.RootElement.GetString()!);
    }

    private static bool ArePoints(JsonValue value)
    {
        using var json = JsonDocument.Parse(value.Text);
        return json.RootElement.ValueKind == JsonValueKind.Array && json.RootElement.EnumerateArray().All(
            static point => PropertyRules.AreFiniteNumbers(point, 2, 3));
    }
}
