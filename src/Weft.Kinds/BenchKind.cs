using System.Collections.Frozen;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Kinds;

/// <summary>
/// An optical bench as Optiverse has it. The collection <c>items</c> holds what lies on it: the id is the item's UUID, the kind one of
/// <see cref="ItemKinds"/>, and every other field of an assembly file a property of the same name, in its units (mm, degrees clockwise, nm,
/// percent). The collection <c>file</c> holds one item, <c>assembly</c>, with what an assembly file says besides.
/// </summary>
public sealed class BenchKind : DocumentKind
{
    /// <summary>The collection of what lies on the bench.</summary>
    public const string Items = "items";

    /// <summary>The collection of what an assembly file held besides.</summary>
    public const string File = "file";

    /// <summary>The id and the kind of the one item of <see cref="File"/>.</summary>
    public const string Assembly = "assembly";

    /// <summary>The kind of everything that light passes or meets.</summary>
    public const string Component = "component";

    /// <summary>The kind of what light comes from.</summary>
    public const string Source = "source";

    /// <summary>The name of this kind.</summary>
    public const string KindName = "bench";

    internal BenchKind()
    {
    }

    /// <summary>The kinds that an item may have.</summary>
    public static IReadOnlyList<string> ItemKinds { get; } =
        [Component, Source, "ruler", "text", "rectangle", "angle_measure", "path_measure", "group"];

    private static FrozenSet<string> KnownKinds { get; } = ItemKinds.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The fields of an item that are no properties: its id and its kind say the same.</summary>
    public static IReadOnlySet<string> NotProperties => NoProperties;

    private static FrozenSet<string> NoProperties { get; } =
        FrozenSet.Create(StringComparer.Ordinal, "item_uuid", "uuid", "group_uuid", "_type", "item_type", "type");

    /// <summary>Whether a field of an item has a meaning here; then null means that it is not there.</summary>
    public static bool IsKnownField(string name) => BenchFields.IsKnown(name);

    /// <summary>The properties of an item.</summary>
    /// <param name="fields">A JSON object of Optiverse's, after <see cref="PythonJson.ToJson"/>.</param>
    /// <exception cref="InvalidOperationException">A string of it is not valid Unicode.</exception>
    public static Properties PropertiesOf(JsonElement fields)
    {
        List<KeyValuePair<string, JsonValue>>? properties = null;
        foreach (var field in fields.EnumerateObject())
        {
            if (!IsProperty(field))
            {
                continue;
            }

            var name = field.Name;
            if (field.Value.ValueKind != JsonValueKind.Null || !BenchFields.IsKnown(name))
            {
                (properties ??= []).Add(KeyValuePair.Create(name, PythonJson.Keep(field.Value)));
            }
        }

        return properties is null ? Properties.Empty : Properties.From(properties);
    }

    // Compared as it is written: most entries begin with fields that are none.
    private static bool IsProperty(JsonProperty field)
    {
        foreach (var name in NoProperties)
        {
            if (field.NameEquals(name))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override string Name => KindName;

    /// <inheritdoc/>
    public override string Title => "Optical bench";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Texts { get; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Collections { get; } = [Items, File];

    /// <inheritdoc/>
    public override IReadOnlyList<ExportFormat> ExportFormats { get; } = [ExportFormat.Optiverse, ExportFormat.Weft];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ImportExtensions { get; } = [".json", ".optiverse"];

    /// <inheritdoc/>
    public override ImportResult Import(ReadOnlyMemory<byte> file) => new AssemblyReader(this).Read(file);

    private protected override KindViolation? CheckOwn(Operation operation) => operation switch
    {
        AddItem add => CheckItem(add.Path) ?? CheckKind(add) ?? CheckProperties(add.Path, add.Properties),
        SetProperties set => CheckItem(set.Path) ?? CheckProperties(set.Path, set.Properties),
        DeleteItem delete => CheckItem(delete.Path),
        RestoreItem restore => CheckItem(restore.Path),
        ClearItems clear => CheckCollection(clear.Collection),
        _ => new KindViolation(KindViolation.UnknownPath, "A bench has no texts, only the items of 'items' and 'file'."),
    };

    private protected override byte[] ExportOwn(Document document, ExportFormat format) => AssemblyWriter.Write(document);

    private static bool IsFile(string collection) => string.Equals(collection, File, StringComparison.Ordinal);

    private static KindViolation? CheckItem(ItemPath path)
    {
        if (IsFile(path.Collection))
        {
            return string.Equals(path.Id, Assembly, StringComparison.Ordinal) ? null : new KindViolation(
                KindViolation.UnknownPath, $"The collection '{File}' has only the item '{Assembly}'.");
        }

        return CheckCollection(path.Collection) ?? (PropertyRules.IsItemId(path.Id) ? null : new KindViolation(
            KindViolation.UnknownPath, $"An item's id has 1 to {KindLimits.ItemIdLength} printable ASCII characters and no slash."));
    }

    private static KindViolation? CheckCollection(string collection) => collection is Items or File
        ? null
        : new KindViolation(KindViolation.UnknownPath, $"A bench has only the collections '{Items}' and '{File}'.");

    private static KindViolation? CheckKind(AddItem add)
    {
        var isKnown = IsFile(add.Path.Collection)
            ? string.Equals(add.Kind, Assembly, StringComparison.Ordinal)
            : KnownKinds.Contains(add.Kind);
        return isKnown ? null : PropertyRules.Bad($"An item of a bench is one of: {string.Join(", ", ItemKinds)}.");
    }

    private static KindViolation? CheckProperties(ItemPath path, Properties properties)
    {
        foreach (var (name, value) in properties)
        {
            var violation = PropertyRules.CheckName(name)
                ?? PropertyRules.CheckLength(name, value, KindLimits.PropertyLength)
                ?? (IsFile(path.Collection) ? null : CheckProperty(name, value));
            if (violation is not null)
            {
                return violation;
            }
        }

        return PropertyRules.CheckCount(properties);
    }

    private static KindViolation? CheckProperty(string name, JsonValue value) => NotProperties.Contains(name)
        ? PropertyRules.Bad($"'{name}' is not a property of an item here: leave it out.")
        : BenchFields.Check(name, value);
}
